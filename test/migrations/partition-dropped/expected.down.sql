-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of events that were in events_2025

-- step 1/1: create partition events_2025
create table events_2025 (like events including all excluding comments excluding identity excluding statistics);
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
