-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of products.color
-- cannot bring back: products.color comes back nullable

-- step 1/2: add column products.color
alter table products add column color text;

-- step 2/2: undo sql codes, sql codes
drop view codes;
create view codes as select id, code, color from products;
