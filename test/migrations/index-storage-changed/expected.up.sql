-- migration 20260102000000_change, up
-- parent: none

-- step 1/6: create index visits_name_idx__new on visits
-- outside a transaction
-- locks not measured
create index concurrently visits_name_idx__new on visits (name) with (fillfactor=60);

-- step 2/6: drop index visits_name_idx of visits
-- outside a transaction
-- locks not measured
drop index concurrently visits_name_idx;

-- step 3/6: rename index visits_name_idx__new to visits_name_idx
alter index visits_name_idx__new rename to visits_name_idx;

-- step 4/6: create index tags_idx__new on visits
-- outside a transaction
-- locks not measured
create index concurrently tags_idx__new on visits using gin (tags) with (fastupdate=false);

-- step 5/6: drop index tags_idx of visits
-- outside a transaction
-- locks not measured
drop index concurrently tags_idx;

-- step 6/6: rename index tags_idx__new to tags_idx
alter index tags_idx__new rename to tags_idx;
