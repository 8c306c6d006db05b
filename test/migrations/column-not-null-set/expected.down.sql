-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop not null of notes.title
alter table notes alter column title drop not null;
