-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: drop check slots.slots_place_check
alter table slots drop constraint slots_place_check;

-- step 2/3: drop index slots_place_idx of slots
drop index slots_place_idx;

-- step 3/3: drop unique slots.slots_place_key
alter table slots drop constraint slots_place_key;
