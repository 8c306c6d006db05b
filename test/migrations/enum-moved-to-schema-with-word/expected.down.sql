-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename enum wear.size to size
alter type wear.size set schema public;

-- step 2/2: drop schema wear
drop schema wear;
