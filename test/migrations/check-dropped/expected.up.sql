-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop check notes.notes_words_check
-- locks: notes access exclusive
alter table notes drop constraint notes_words_check;
