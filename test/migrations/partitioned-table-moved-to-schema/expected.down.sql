-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename table log.events to events
alter table log.events set schema public;
alter table log.events_2024 set schema public;
alter table log.events_rest set schema public;

-- step 2/2: drop schema log
drop schema log;
