-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: storage of visits
-- locks: visits share update exclusive
alter table visits set (autovacuum_enabled=false, fillfactor=80);
alter table visits reset (autovacuum_vacuum_scale_factor, toast.autovacuum_enabled);

-- step 2/3: storage of others
-- locks: others share update exclusive
alter table others set (fillfactor=50);

-- step 3/3: storage of thirds
-- locks: thirds share update exclusive
alter table thirds reset (fillfactor);
