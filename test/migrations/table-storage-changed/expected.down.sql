-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: storage of visits
alter table visits set (autovacuum_vacuum_scale_factor=0.1, fillfactor=70, toast.autovacuum_enabled=false);
alter table visits reset (autovacuum_enabled);

-- step 2/3: storage of others
alter table others reset (fillfactor);

-- step 3/3: storage of thirds
alter table thirds set (fillfactor=70);
