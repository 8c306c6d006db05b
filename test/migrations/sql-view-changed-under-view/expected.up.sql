-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: undo sql short_codes, undo sql codes, sql codes, sql short_codes
-- locks: products access share
drop view short_codes;
drop view codes;
create view codes as select code, upper(code) as upper_code from products;
create view short_codes as select * from codes where length(code) < 4;
