-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: rename column body to title, title to body of notes
alter table notes rename column body to body__aside;
alter table notes rename column title to body;
alter table notes rename column body__aside to title;

-- step 2/3: rename constraint notes_body_check to notes_title_check of notes
alter table notes rename constraint notes_body_check to notes_title_check;

-- step 3/3: rename index notes_body_idx to notes_title_idx
alter index notes_body_idx rename to notes_title_idx;
