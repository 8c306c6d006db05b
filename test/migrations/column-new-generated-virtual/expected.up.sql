-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add column notes.key
-- locks: notes access exclusive
-- reads all rows: notes
alter table notes add column key text generated always as (lower(title)) virtual not null;
