-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop identity of notes.words
alter table notes alter column words drop identity;
alter table notes alter column words set default 0;
