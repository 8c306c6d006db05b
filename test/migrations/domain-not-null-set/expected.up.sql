-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row has pages.language
-- otherwise: fill it, or write "backfill: <expression>" at pages.language
select id from pages where language is null;

-- step 1/4: alter domain language
-- locks: pages share
-- reads all rows: pages
alter domain language set not null;

-- step 2/4: expect values of pages.language
-- locks: pages access exclusive
alter table pages add constraint pages_language__not_null check (language is not null) not valid;

-- step 3/4: validate check pages.pages_language__not_null
-- locks: pages share update exclusive
-- reads all rows: pages
alter table pages validate constraint pages_language__not_null;

-- step 4/4: set not null of pages.language
-- locks: pages access exclusive
alter table pages alter column language set not null;
alter table pages drop constraint pages_language__not_null;
