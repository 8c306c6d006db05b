-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of items

-- step 1/1: drop table items
drop table items;
