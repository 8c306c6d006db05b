-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.parent_id

-- step 1/2: drop foreign key notes.notes_parent_id_fkey
alter table notes drop constraint notes_parent_id_fkey;

-- step 2/2: drop column notes.parent_id
alter table notes drop column parent_id;
