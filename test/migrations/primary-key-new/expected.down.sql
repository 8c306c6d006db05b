-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop primary key events.events_pkey
alter table events drop constraint events_pkey;
