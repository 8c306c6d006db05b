-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: undo sql titles, rename table texts.notes to notes, sql titles
drop view titles;
alter table texts.notes set schema public;
create view titles as select title from notes;

-- step 2/2: drop schema texts
drop schema texts;
