-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create schema log
create schema log;

-- step 2/2: rename table events to log.events
-- locks: events access exclusive, events_2024 access exclusive, events_rest access exclusive
alter table events set schema log;
alter table events_2024 set schema log;
alter table events_rest set schema log;
