-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: alter domain language
alter domain language drop not null;

-- step 2/2: drop not null of pages.language
alter table pages alter column language drop not null;
