-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: sql size
create type size as (width integer, height integer);

-- step 2/2: sql area
create function area(one size) returns integer language sql immutable return one.width * one.height;
