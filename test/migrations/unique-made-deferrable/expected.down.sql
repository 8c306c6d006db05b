-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: no two rows of slots are the same in place
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by place) as rows_alike from slots where place is not null) as counted where rows_alike > 1;

-- step 1/2: build unique index slots_place_key__new on slots
-- outside a transaction
create unique index concurrently slots_place_key__new on slots (place);

-- step 2/2: replace unique slots.slots_place_key
lock table slots in access exclusive mode;
alter table slots drop constraint slots_place_key;
alter table slots add constraint slots_place_key unique using index slots_place_key__new;
