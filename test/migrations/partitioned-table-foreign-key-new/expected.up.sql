-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every other_id of events is in others
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key events.events_other_id_fkey
select id, happened from events where events.other_id is not null and not exists (select from others as target where target.id = events.other_id);

-- step 1/3: add foreign key events_2025.events_other_id_fkey
-- locks: events_2025 share row exclusive, others share row exclusive
lock table others in share row exclusive mode;
alter table events_2025 add constraint events_other_id_fkey foreign key (other_id) references others (id) not valid;

-- step 2/3: validate foreign key events_2025.events_other_id_fkey
-- locks: events_2025 share update exclusive, others row share
-- reads all rows: events_2025
alter table events_2025 validate constraint events_other_id_fkey;

-- step 3/3: add foreign key events.events_other_id_fkey
-- locks: events share row exclusive, events_2025 share row exclusive, others access exclusive
lock table others in access exclusive mode;
alter table events add constraint events_other_id_fkey foreign key (other_id) references others (id);
