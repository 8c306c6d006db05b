-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: create index visits_name_idx__new on visits
-- outside a transaction
-- locks not measured
create index concurrently visits_name_idx__new on visits (name collate "C");

-- step 2/3: drop index visits_name_idx of visits
-- outside a transaction
-- locks not measured
drop index concurrently visits_name_idx;

-- step 3/3: rename index visits_name_idx__new to visits_name_idx
alter index visits_name_idx__new rename to visits_name_idx;
