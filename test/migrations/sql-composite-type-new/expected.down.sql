-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: undo area
drop function area(size);

-- step 2/2: undo size
drop type size;
