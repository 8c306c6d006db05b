-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: sql codes
-- locks: products access share
create view codes as select id, code from products;
comment on view codes is 'It''s -- a view';

-- step 2/2: sql short_codes
create view short_codes as select * from codes where length(code) < 4;
