-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every row has notes.title
-- otherwise: fill it, or write "backfill: <expression>" at notes.title
select id from notes where title is null;

-- step 1/3: expect values of notes.title
alter table notes add constraint notes_title__not_null check (title is not null) not valid;

-- step 2/3: validate check notes.notes_title__not_null
alter table notes validate constraint notes_title__not_null;

-- step 3/3: set not null of notes.title
alter table notes alter column title set not null;
alter table notes drop constraint notes_title__not_null;
