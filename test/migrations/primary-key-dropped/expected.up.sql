-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop primary key events.events_pkey
-- locks: events access exclusive
alter table events drop constraint events_pkey;
