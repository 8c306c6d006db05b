-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: undo titles
drop view titles;

-- step 2/4: rename table texts.notes to notes
alter table texts.notes set schema public;

-- step 3/4: titles
create view titles as select title from notes;

-- step 4/4: drop schema texts
drop schema texts;
