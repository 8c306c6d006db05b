-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: undo sql titles, rename column title to headline of notes, add column notes.subtitle, sql titles
-- locks: notes access exclusive
drop view titles;
alter table notes rename column title to headline;
alter table notes add column subtitle text;
create view titles as select id, headline, subtitle from notes;
