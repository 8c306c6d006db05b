-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop primary key events.events_pkey
alter table events drop constraint events_pkey;

-- step 2/2: drop not null of events.code
alter table events alter column code drop not null;
