-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add column notes.subtitle
-- locks: notes access exclusive
alter table notes add column subtitle text;
