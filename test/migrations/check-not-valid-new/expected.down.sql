-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop check slots.slots_place_check
alter table slots drop constraint slots_place_check;
