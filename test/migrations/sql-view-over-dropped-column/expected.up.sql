-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column products.color

-- step 1/1: undo sql codes, drop column products.color, sql codes
-- locks: products access exclusive
drop view codes;
alter table products drop column color;
create view codes as select id, code from products;
