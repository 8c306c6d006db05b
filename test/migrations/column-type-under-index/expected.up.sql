-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: alter column notes.title
-- locks: notes access exclusive
-- reads all rows: notes
alter table notes alter column title type text;
