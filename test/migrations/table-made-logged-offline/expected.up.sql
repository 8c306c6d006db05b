-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: make visits logged
-- locks: visits access exclusive
-- rewrites: visits
alter table visits set logged;
