-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql codes, rename column number to code of products, sql codes
drop view codes;
alter table products rename column number to code;
create view codes as select id, code from products;
