-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of texts

-- step 1/2: drop table texts
drop table texts;

-- step 2/2: drop enum quote
drop type quote;
