-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: drop check notes.notes_words_check
alter table notes drop constraint notes_words_check;

-- step 2/3: add check notes.notes_words_check
alter table notes add constraint notes_words_check check (words in (-1, 0, 5)) not valid;

-- step 3/3: validate check notes.notes_words_check
alter table notes validate constraint notes_words_check;
