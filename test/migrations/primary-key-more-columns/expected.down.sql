-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of pages.line

-- check 1/1: no two rows of pages are the same in book, number
-- otherwise: change or delete the rows that have the same values
select book, number, line from (select book, number, line, count(*) over (partition by book, number) as rows_alike from pages where book is not null and number is not null) as counted where rows_alike > 1;

-- step 1/3: build unique index pages_pkey__new on pages
-- outside a transaction
create unique index concurrently pages_pkey__new on pages (book, number);

-- step 2/3: replace primary key pages.pages_pkey
lock table pages in access exclusive mode;
alter table pages drop constraint pages_pkey;
alter table pages add constraint pages_pkey primary key using index pages_pkey__new;

-- step 3/3: drop column pages.line
alter table pages drop column line;
