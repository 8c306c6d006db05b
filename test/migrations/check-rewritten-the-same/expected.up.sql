-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row of notes fulfils words = any (array[-1, 0, 5])
-- otherwise: change or delete the rows that do not
select id from notes where not (words = any (array[-1, 0, 5]));

-- step 1/3: add check notes.notes_words_check
-- locks: notes access exclusive
alter table notes add constraint notes_words_check__new check (words = any (array[-1, 0, 5])) not valid;

-- step 2/3: validate check notes.notes_words_check__new
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_words_check__new;

-- step 3/3: replace check notes.notes_words_check
-- locks: notes access exclusive
alter table notes drop constraint notes_words_check;
alter table notes rename constraint notes_words_check__new to notes_words_check;
