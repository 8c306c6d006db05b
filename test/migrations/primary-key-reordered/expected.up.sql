-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: build unique index pages_pkey__new on pages
-- outside a transaction
-- locks not measured
create unique index concurrently pages_pkey__new on pages (number, book);

-- step 2/2: replace primary key pages.pages_pkey
-- locks: pages access exclusive
lock table pages in access exclusive mode;
alter table pages drop constraint pages_pkey;
alter table pages add constraint pages_pkey primary key using index pages_pkey__new;
