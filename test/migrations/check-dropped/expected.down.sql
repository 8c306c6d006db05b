-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: add check notes.notes_words_check
alter table notes add constraint notes_words_check check (words > -5) not valid;

-- step 2/2: validate check notes.notes_words_check
alter table notes validate constraint notes_words_check;
