-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table prices

-- step 1/3: undo sql prices_of
drop view product_prices;

-- step 2/3: drop foreign key prices.prices_product_id_fkey
-- locks: prices access exclusive, products access exclusive
lock table products in access exclusive mode;
alter table prices drop constraint prices_product_id_fkey;

-- step 3/3: drop table prices
-- locks: prices access exclusive
drop table prices;
