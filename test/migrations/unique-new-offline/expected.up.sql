-- migration 20260102000000_change, up
-- parent: none

-- check 1/2: no two rows of slots are the same in place
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by place) as rows_alike from slots where place is not null) as counted where rows_alike > 1;

-- check 2/2: every row of slots fulfils place > 0
-- otherwise: change or delete the rows that do not
select id from slots where not (place > 0);

-- step 1/3: add unique slots.slots_place_key
-- locks: slots access exclusive
-- reads all rows: slots
alter table slots add constraint slots_place_key unique (place);

-- step 2/3: add check slots.slots_place_check
-- locks: slots access exclusive
-- reads all rows: slots
alter table slots add constraint slots_place_check check (place > 0);

-- step 3/3: create index slots_place_idx on slots
-- locks: slots share
-- reads all rows: slots
create index slots_place_idx on slots (place);
