-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: undo sql codes, rename column code to number of products, sql codes
-- locks: products access exclusive
drop view codes;
alter table products rename column code to number;
create view codes as select id, number from products;
