-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: build unique index pages_pkey__new on pages
-- outside a transaction
create unique index concurrently pages_pkey__new on pages (book, number);

-- step 2/2: replace primary key pages.pages_pkey
lock table pages in access exclusive mode;
alter table pages drop constraint pages_pkey;
alter table pages add constraint pages_pkey primary key using index pages_pkey__new;
