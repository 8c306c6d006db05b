-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: drop check products.products_code_check
-- locks: products access exclusive
alter table products drop constraint products_code_check;

-- step 2/3: drop default of products.code
-- locks: products access exclusive
alter table products alter column code drop default;

-- step 3/3: undo sql is_code
drop function is_code(text);
