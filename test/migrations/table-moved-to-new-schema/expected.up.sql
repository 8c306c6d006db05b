-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create schema texts
create schema texts;

-- step 2/4: undo titles
drop view titles;

-- step 3/4: rename table notes to texts.notes
-- locks: notes access exclusive
alter table notes set schema texts;

-- step 4/4: titles
-- locks: notes access share
create view titles as select title from texts.notes;
