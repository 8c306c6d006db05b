-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create schema texts
create schema texts;

-- step 2/2: undo sql titles, rename table notes to texts.notes, sql titles
-- locks: notes access exclusive
drop view titles;
alter table notes set schema texts;
create view titles as select title from texts.notes;
