-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: undo view_of_codes
drop view codes;

-- step 2/2: codes
create view codes as select id, code from products;
