-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: add foreign key marks.marks_book_page_fkey
-- locks: marks share row exclusive, pages share row exclusive
alter table marks add constraint marks_book_page_fkey foreign key (book, page) references pages (book, number) on delete cascade not valid;

-- step 2/2: validate foreign key marks.marks_book_page_fkey
-- locks: marks share update exclusive, pages row share
-- reads all rows: marks
alter table marks validate constraint marks_book_page_fkey;
