-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: drop column notes.key
-- locks: notes access exclusive
alter table notes drop column key;

-- step 2/2: add column notes.key
-- locks: notes access exclusive
-- reads all rows: notes
alter table notes add column key text generated always as (lower(title)) virtual not null;
