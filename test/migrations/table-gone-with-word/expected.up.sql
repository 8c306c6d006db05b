-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table tags

-- step 1/2: drop foreign key tags.tags_note_id_fkey
-- locks: notes access exclusive, tags access exclusive
lock table notes in access exclusive mode;
alter table tags drop constraint tags_note_id_fkey;

-- step 2/2: drop table tags
-- locks: tags access exclusive
drop table tags;
