-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.subtitle

-- step 1/1: undo sql titles, rename column headline to title of notes, drop column notes.subtitle, sql titles
drop view titles;
alter table notes rename column headline to title;
alter table notes drop column subtitle;
create view titles as select id, title from notes;
