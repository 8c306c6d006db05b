-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: rename column title to body, body to title of notes
-- locks: notes access exclusive
alter table notes rename column title to title__aside;
alter table notes rename column body to title;
alter table notes rename column title__aside to body;

-- step 2/3: rename constraint notes_title_check to notes_body_check of notes
-- locks: notes access exclusive
alter table notes rename constraint notes_title_check to notes_body_check;

-- step 3/3: rename index notes_title_idx to notes_body_idx
alter index notes_title_idx rename to notes_body_idx;
