-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop foreign key events.events_other_id_fkey
lock table others in access exclusive mode;
alter table events drop constraint events_other_id_fkey;
