-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop default of notes.body
alter table notes alter column body drop default;
