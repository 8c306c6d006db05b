-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: add column pages.line
-- locks: pages access exclusive
alter table pages add column line integer not null default 1;

-- step 2/3: build unique index pages_pkey__new on pages
-- outside a transaction
-- locks not measured
create unique index concurrently pages_pkey__new on pages (book, number, line);

-- step 3/3: replace primary key pages.pages_pkey
-- locks: pages access exclusive
lock table pages in access exclusive mode;
alter table pages drop constraint pages_pkey;
alter table pages add constraint pages_pkey primary key using index pages_pkey__new;
