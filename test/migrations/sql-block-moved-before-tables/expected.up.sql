-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row of products fulfils is_code(code)
-- otherwise: change or delete the rows that do not
select id from products where not (is_code(code));

-- step 1/2: add check products.products_code_check
-- locks: products access exclusive
alter table products add constraint products_code_check check (is_code(code)) not valid;

-- step 2/2: validate check products.products_code_check
-- locks: products share update exclusive
-- reads all rows: products
alter table products validate constraint products_code_check;
