-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql short_codes, undo sql codes, sql codes, sql short_codes
drop view short_codes;
drop view codes;
create view codes as select id, code from products;
create view short_codes as select * from codes where length(code) < 4;
