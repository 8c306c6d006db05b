-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add column shirts.worn_size
-- locks: shirts access exclusive
alter table shirts add column worn_size size;
