-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop identity of notes.id
-- locks: notes access exclusive
alter table notes alter column id drop identity;
