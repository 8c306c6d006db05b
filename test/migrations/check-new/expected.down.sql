-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop check notes.notes_words_check
alter table notes drop constraint notes_words_check;

-- step 2/2: drop check notes.notes_body_check
alter table notes drop constraint notes_body_check;
