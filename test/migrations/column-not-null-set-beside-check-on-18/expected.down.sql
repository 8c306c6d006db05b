-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every row of notes fulfils title is not null
-- otherwise: change or delete the rows that do not
select id from notes where not (title is not null);

-- step 1/3: add check notes.notes_title_not_null
alter table notes alter column title drop not null;
alter table notes add constraint notes_title_not_null check (title is not null) not valid;

-- step 2/3: validate check notes.notes_title_not_null
alter table notes validate constraint notes_title_not_null;

-- step 3/3: drop not null of notes.body
alter table notes alter column body drop not null;
