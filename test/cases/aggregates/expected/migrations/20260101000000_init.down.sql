-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of sales

-- step 1/1: drop table sales
drop table sales;
