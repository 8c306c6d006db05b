-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which rows had no notes.body
-- cannot bring back: the values of notes.slug

-- step 1/3: rename column heading to title of notes
alter table notes rename column heading to title;

-- step 2/3: drop not null of notes.body
alter table notes alter column body drop not null;

-- step 3/3: drop column notes.slug
alter table notes drop column slug;
