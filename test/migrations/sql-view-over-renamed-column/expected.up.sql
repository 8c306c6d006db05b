-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: undo codes
drop view codes;

-- step 2/3: rename column code to number of products
-- locks: products access exclusive
alter table products rename column code to number;

-- step 3/3: codes
-- locks: products access share
create view codes as select id, number from products;
