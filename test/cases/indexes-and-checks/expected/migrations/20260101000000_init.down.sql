-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of places

-- step 1/1: drop table places
drop table places;
