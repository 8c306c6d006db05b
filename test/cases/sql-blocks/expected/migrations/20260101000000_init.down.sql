-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of products

-- step 1/5: undo sql own_products
drop policy own_products on products;

-- step 2/5: undo sql codes
drop view codes;

-- step 3/5: undo sql count_changes
drop trigger count_changes on products;
drop function count_changes();

-- step 4/5: drop table products
drop table products;

-- step 5/5: undo sql is_code
drop function is_code(text);
