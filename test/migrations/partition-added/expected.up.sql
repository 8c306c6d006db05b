-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create partition events_2026
-- locks: events share update exclusive
create table events_2026 (like events including all excluding comments excluding identity excluding statistics);
alter table events attach partition events_2026 for values from ('2026-01-01') to ('2027-01-01');
