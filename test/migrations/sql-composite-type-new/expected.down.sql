-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: undo sql area
drop function area(size);

-- step 2/2: undo sql size
drop type size;
