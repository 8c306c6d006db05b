-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: add column notes.parent_id
-- locks: notes access exclusive
alter table notes add column parent_id bigint;

-- step 2/3: add foreign key notes.notes_parent_id_fkey
-- locks: notes share row exclusive
alter table notes add constraint notes_parent_id_fkey foreign key (parent_id) references notes (id) not valid;

-- step 3/3: validate foreign key notes.notes_parent_id_fkey
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_parent_id_fkey;
