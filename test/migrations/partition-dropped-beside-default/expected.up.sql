-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table events_2025

-- step 1/2: detach partition events_2025
-- locks: events access exclusive, events_2025 access exclusive, events_other access exclusive
alter table events detach partition events_2025;

-- step 2/2: drop table events_2025
-- locks: events_2025 access exclusive
drop table events_2025;
