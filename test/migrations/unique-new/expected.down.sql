-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop unique notes.notes_title_key
alter table notes drop constraint notes_title_key;
