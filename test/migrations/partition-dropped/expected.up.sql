-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table events_2025

-- step 1/2: detach partition events_2025
-- outside a transaction
-- locks not measured
alter table events detach partition events_2025 concurrently;

-- step 2/2: drop table events_2025
-- locks: events_2025 access exclusive
drop table events_2025;
