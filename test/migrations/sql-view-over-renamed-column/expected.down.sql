-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: undo codes
drop view codes;

-- step 2/3: rename column number to code of products
alter table products rename column number to code;

-- step 3/3: codes
create view codes as select id, code from products;
