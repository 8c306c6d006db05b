-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of tags

-- step 1/2: drop foreign key tags.tags_note_id_fkey
lock table notes in access exclusive mode;
alter table tags drop constraint tags_note_id_fkey;

-- step 2/2: drop table tags
drop table tags;
