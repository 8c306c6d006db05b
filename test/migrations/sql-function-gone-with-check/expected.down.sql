-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: sql is_code
create function is_code(code text) returns boolean language sql immutable
return code ~ '^[A-Z]{2}[0-9]+$';

-- step 2/4: set default of products.code
alter table products alter column code set default (case when is_code('AB1') then 'AB1' end);

-- step 3/4: add check products.products_code_check
alter table products add constraint products_code_check check (is_code(code)) not valid;

-- step 4/4: validate check products.products_code_check
alter table products validate constraint products_code_check;
