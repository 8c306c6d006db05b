-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: build unique index slots_place_key__new on slots
-- outside a transaction
create unique index concurrently slots_place_key__new on slots (place);

-- step 2/2: replace unique slots.slots_place_key
lock table slots in access exclusive mode;
alter table slots drop constraint slots_place_key;
alter table slots add constraint slots_place_key unique using index slots_place_key__new;
