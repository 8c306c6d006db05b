-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: undo short_codes
drop view short_codes;

-- step 2/4: undo codes
drop view codes;

-- step 3/4: codes
-- locks: products access share
create view codes as select code, upper(code) as upper_code from products;

-- step 4/4: short_codes
create view short_codes as select * from codes where length(code) < 4;
