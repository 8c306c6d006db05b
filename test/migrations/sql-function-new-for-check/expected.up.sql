-- migration 20260102000000_change, up
-- parent: none

-- step 1/5: sql is_code
create function is_code(code text) returns boolean language sql immutable
return code ~ '^[A-Z]{2}[0-9]+$';

-- step 2/5: sql next_code
create function next_code() returns text language sql volatile as $$ select 'XX' || floor(random() * 1000)::text $$;

-- step 3/5: set default of products.code
-- locks: products access exclusive
alter table products alter column code set default next_code();

-- step 4/5: add check products.products_code_check
-- locks: products access exclusive
alter table products add constraint products_code_check check (is_code(code)) not valid;

-- step 5/5: validate check products.products_code_check
-- locks: products share update exclusive
-- reads all rows: products
alter table products validate constraint products_code_check;
