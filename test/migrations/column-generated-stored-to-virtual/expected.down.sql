-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop column notes.key
alter table notes drop column key;

-- step 2/2: add column notes.key
alter table notes add column key text generated always as (lower(title)) stored not null;
