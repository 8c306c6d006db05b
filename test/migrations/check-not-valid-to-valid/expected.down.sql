-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: add check slots.slots_place_check
alter table slots add constraint slots_place_check__new check (place > 0) not valid;

-- step 2/2: replace check slots.slots_place_check
alter table slots drop constraint slots_place_check;
alter table slots rename constraint slots_place_check__new to slots_place_check;
