-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add check slots.slots_place_check
-- locks: slots access exclusive
alter table slots add constraint slots_place_check check (place > 0) not valid;
