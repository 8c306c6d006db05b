-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: sql codes
create view codes as select id, code from products;

-- step 2/2: sql short_codes
create view short_codes as select * from codes where length(code) < 4;
