-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of shirts.size as they were: they are converted from wear.size

-- step 1/2: rename enum wear.size to size
alter type wear.size set schema public;

-- step 2/2: drop schema wear
drop schema wear;
