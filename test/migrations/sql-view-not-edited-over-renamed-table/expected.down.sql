-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: rename table items to products
alter table items rename to products;

-- step 2/3: rename column number to code of products
alter table products rename column number to code;

-- step 3/3: rename constraint items_pkey to products_pkey of products
alter table products rename constraint items_pkey to products_pkey;
