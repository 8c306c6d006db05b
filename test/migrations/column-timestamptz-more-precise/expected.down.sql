-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter column notes.at
alter table notes alter column at type timestamp(3) with time zone;
