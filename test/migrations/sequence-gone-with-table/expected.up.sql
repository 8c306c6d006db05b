-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table orders

-- step 1/1: drop table orders
-- locks: orders access exclusive
drop table orders;
