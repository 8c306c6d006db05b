-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row has pages.language
-- otherwise: fill it, or write "backfill: <expression>" at pages.language
select id from pages where language is null;

-- step 1/2: alter domain language
-- locks: pages share
-- reads all rows: pages
alter domain language set not null;

-- step 2/2: set not null of pages.language
-- locks: pages access exclusive
-- reads all rows: pages
alter table pages alter column language set not null;
