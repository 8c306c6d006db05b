-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop column notes.length
alter table notes drop column length;

-- step 2/2: add column notes.length
alter table notes add column length integer generated always as (length(title)) stored not null;
