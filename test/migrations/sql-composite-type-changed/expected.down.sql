-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql area, undo sql size, sql size, sql area
drop function area(size);
drop type size;
create type size as (width integer, height integer);
create function area(one size) returns integer language sql immutable return one.width * one.height;
