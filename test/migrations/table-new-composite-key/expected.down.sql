-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of lines
-- cannot bring back: the rows of pages

-- step 1/3: drop foreign key pages.pages_note_id_fkey
lock table notes in access exclusive mode;
alter table pages drop constraint pages_note_id_fkey;

-- step 2/3: drop table lines
drop table lines;

-- step 3/3: drop table pages
drop table pages;
