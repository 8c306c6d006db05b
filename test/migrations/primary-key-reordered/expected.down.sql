-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: no two rows of pages are the same in book, number
-- otherwise: change or delete the rows that have the same values
select number, book from (select number, book, count(*) over (partition by book, number) as rows_alike from pages where book is not null and number is not null) as counted where rows_alike > 1;

-- step 1/2: build unique index pages_pkey__new on pages
-- outside a transaction
create unique index concurrently pages_pkey__new on pages (book, number);

-- step 2/2: replace primary key pages.pages_pkey
lock table pages in access exclusive mode;
alter table pages drop constraint pages_pkey;
alter table pages add constraint pages_pkey primary key using index pages_pkey__new;
