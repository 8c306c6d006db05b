-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: rename enum shirt_size to size
alter type shirt_size rename to size;
