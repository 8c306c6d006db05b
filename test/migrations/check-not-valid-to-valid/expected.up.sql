-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: validate check slots.slots_place_check
-- locks: slots share update exclusive
-- reads all rows: slots
alter table slots validate constraint slots_place_check;
