-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: undo area
drop function area(size);

-- step 2/4: undo size
drop type size;

-- step 3/4: size
create type size as (width integer, height integer);

-- step 4/4: area
create function area(one size) returns integer language sql immutable return one.width * one.height;
