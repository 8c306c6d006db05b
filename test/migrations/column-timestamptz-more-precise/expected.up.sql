-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: change notes.at from timestamp(3) with time zone to timestamp with time zone
-- locks: notes access exclusive
alter table notes alter column at type timestamp with time zone;
