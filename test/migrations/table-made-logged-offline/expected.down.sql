-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: make visits unlogged
alter table visits set unlogged;
