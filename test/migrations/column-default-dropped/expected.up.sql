-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop default of notes.words
-- locks: notes access exclusive
alter table notes alter column words drop default;
