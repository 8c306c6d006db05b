-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop foreign key marks.marks_book_page_fkey
lock table pages in access exclusive mode;
alter table marks drop constraint marks_book_page_fkey;
