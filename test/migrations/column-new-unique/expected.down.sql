-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.slug

-- step 1/1: drop column notes.slug
alter table notes drop column slug;
