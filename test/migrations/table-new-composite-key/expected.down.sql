-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of lines
-- cannot bring back: the rows of pages

-- step 1/4: drop foreign key lines.lines_note_id_page_number_fkey
alter table lines drop constraint lines_note_id_page_number_fkey;

-- step 2/4: drop foreign key pages.pages_note_id_fkey
alter table pages drop constraint pages_note_id_fkey;

-- step 3/4: drop table lines
drop table lines;

-- step 4/4: drop table pages
drop table pages;
