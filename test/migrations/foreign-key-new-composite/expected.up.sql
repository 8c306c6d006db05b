-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every book, page of marks is in pages
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key marks.marks_book_page_fkey
select id from marks where marks.book is not null and marks.page is not null and not exists (select from pages as target where target.book = marks.book and target.number = marks.page);

-- step 1/2: add foreign key marks.marks_book_page_fkey
-- locks: marks share row exclusive, pages share row exclusive
lock table pages in share row exclusive mode;
alter table marks add constraint marks_book_page_fkey foreign key (book, page) references pages (book, number) on delete cascade not valid;

-- step 2/2: validate foreign key marks.marks_book_page_fkey
-- locks: marks share update exclusive, pages row share
-- reads all rows: marks
alter table marks validate constraint marks_book_page_fkey;
