-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.title as they were: they are converted from character varying(10)

-- check 1/1: every row has notes.title
-- otherwise: fill it, or write "backfill: <expression>" at notes.title
select id from notes where title is null;

-- step 1/4: change notes.title from character varying(10) to character varying(20)
alter table notes alter column title type character varying(20);
alter table notes alter column title set default '-';

-- step 2/4: expect values of notes.title
alter table notes add constraint notes_title__not_null check (title is not null) not valid;

-- step 3/4: validate check notes.notes_title__not_null
alter table notes validate constraint notes_title__not_null;

-- step 4/4: set not null of notes.title
alter table notes alter column title set not null;
alter table notes drop constraint notes_title__not_null;
