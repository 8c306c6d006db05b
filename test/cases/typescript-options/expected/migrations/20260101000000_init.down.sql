-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of orders

-- step 1/1: drop table orders
drop table orders;
