-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: set default of notes.words
-- locks: notes access exclusive
alter table notes alter column words set default (1 + length('abc'));
