-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column products.color

-- step 1/3: undo codes
drop view codes;

-- step 2/3: drop column products.color
-- locks: products access exclusive
alter table products drop column color;

-- step 3/3: codes
-- locks: products access share
create view codes as select id, code from products;
