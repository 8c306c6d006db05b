-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: set default of notes.body
-- locks: notes access exclusive
alter table notes alter column body set default '-';
