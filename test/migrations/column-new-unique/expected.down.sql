-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.slug

-- step 1/2: drop unique notes.notes_slug_key
alter table notes drop constraint notes_slug_key;

-- step 2/2: drop column notes.slug
alter table notes drop column slug;
