-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: drop check products.products_code_check
alter table products drop constraint products_code_check;

-- step 2/4: drop default of products.code
alter table products alter column code drop default;

-- step 3/4: undo sql next_code
drop function next_code();

-- step 4/4: undo sql is_code
drop function is_code(text);
