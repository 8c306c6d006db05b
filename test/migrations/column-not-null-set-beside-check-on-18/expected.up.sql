-- migration 20260102000000_change, up
-- parent: none

-- check 1/2: every row has notes.title
-- otherwise: fill it, or write "backfill: <expression>" at notes.title
select id from notes where title is null;

-- check 2/2: every row has notes.body
-- otherwise: fill it, or write "backfill: <expression>" at notes.body
select id from notes where body is null;

-- step 1/6: drop check notes.notes_title_not_null
-- locks: notes access exclusive
alter table notes drop constraint notes_title_not_null;

-- step 2/6: set not null of notes.title
-- locks: notes access exclusive
alter table notes add constraint notes_title_not_null not null title not valid;

-- step 3/6: validate not null notes.notes_title_not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_title_not_null;

-- step 4/6: expect values of notes.body
-- locks: notes access exclusive
alter table notes add constraint notes_body__not_null check (body is not null) not valid;

-- step 5/6: validate check notes.notes_body__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_body__not_null;

-- step 6/6: set not null of notes.body
-- locks: notes access exclusive
alter table notes alter column body set not null;
alter table notes drop constraint notes_body__not_null;
