-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column notes.mood

-- step 1/1: drop column notes.mood
-- locks: notes access exclusive
alter table notes drop column mood;
