-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename column body to content of notes
-- locks: notes access exclusive
alter table notes rename column body to content;
