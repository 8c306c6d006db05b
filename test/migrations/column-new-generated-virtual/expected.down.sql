-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop column notes.key
alter table notes drop column key;
