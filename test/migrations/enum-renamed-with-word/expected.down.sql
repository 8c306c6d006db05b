-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of shirts.size as they were: they are converted from shirt_size
-- cannot bring back: the values of shirts.other_sizes as they were: they are converted from shirt_size[]

-- step 1/1: rename enum shirt_size to size
alter type shirt_size rename to size;
