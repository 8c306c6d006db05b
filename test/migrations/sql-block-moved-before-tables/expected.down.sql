-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop check products.products_code_check
alter table products drop constraint products_code_check;
