-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop not null of notes.title
-- locks: notes access exclusive
alter table notes alter column title drop not null;
