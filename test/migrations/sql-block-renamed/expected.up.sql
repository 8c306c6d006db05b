-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: undo codes
drop view codes;

-- step 2/2: view_of_codes
-- locks: products access share
create view codes as select id, code from products;
