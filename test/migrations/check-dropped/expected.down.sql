-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every row of notes fulfils words > -5
-- otherwise: change or delete the rows that do not
select id from notes where not (words > -5);

-- step 1/2: add check notes.notes_words_check
alter table notes add constraint notes_words_check check (words > -5) not valid;

-- step 2/2: validate check notes.notes_words_check
alter table notes validate constraint notes_words_check;
