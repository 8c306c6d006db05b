-- migration 20260102000000_change, down
-- parent: none

-- step 1/5: create schema shop
create schema shop;

-- step 2/5: rename enum sales.state to shop.state
alter type sales.state set schema shop;

-- step 3/5: rename table sales.orders to shop.orders
alter table sales.orders set schema shop;

-- step 4/5: rename table sales.items to shop.items
alter table sales.items set schema shop;

-- step 5/5: drop schema sales
drop schema sales;
