-- migration 20260102000000_change, up
-- parent: none

-- check 1/2: every row of notes fulfils words >= -1
-- otherwise: change or delete the rows that do not
select id from notes where not (words >= -1);

-- check 2/2: every row of notes fulfils body is null or length(body) < 100
-- otherwise: change or delete the rows that do not
select id from notes where not (body is null or length(body) < 100);

-- step 1/4: add check notes.notes_words_check
-- locks: notes access exclusive
alter table notes add constraint notes_words_check check (words >= -1) not valid;

-- step 2/4: validate check notes.notes_words_check
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_words_check;

-- step 3/4: add check notes.notes_body_check
-- locks: notes access exclusive
alter table notes add constraint notes_body_check check (body is null or length(body) < 100) not valid;

-- step 4/4: validate check notes.notes_body_check
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_body_check;
