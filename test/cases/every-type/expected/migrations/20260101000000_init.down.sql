-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of everythings

-- step 1/1: drop table everythings
drop table everythings;
