-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop unique notes.notes_title_key
-- locks: notes access exclusive
alter table notes drop constraint notes_title_key;
