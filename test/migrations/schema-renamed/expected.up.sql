-- migration 20260102000000_change, up
-- parent: none

-- step 1/5: create schema sales
create schema sales;

-- step 2/5: rename enum shop.state to sales.state
alter type shop.state set schema sales;

-- step 3/5: rename table shop.orders to sales.orders
-- locks: shop.orders access exclusive
alter table shop.orders set schema sales;

-- step 4/5: rename table shop.items to sales.items
-- locks: shop.items access exclusive
alter table shop.items set schema sales;

-- step 5/5: drop schema shop
drop schema shop;
