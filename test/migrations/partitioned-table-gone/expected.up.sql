-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table events

-- step 1/1: drop table events
-- locks: events access exclusive, events_2025 access exclusive
drop table events;
