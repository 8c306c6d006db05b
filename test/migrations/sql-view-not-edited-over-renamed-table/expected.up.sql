-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: rename table products to items
-- locks: products access exclusive
alter table products rename to items;

-- step 2/3: rename column code to number of items
-- locks: products access exclusive
alter table items rename column code to number;

-- step 3/3: rename constraint products_pkey to items_pkey of items
-- locks: products access exclusive
alter table items rename constraint products_pkey to items_pkey;
