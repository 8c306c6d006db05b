-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: set default of notes.code
-- locks: notes access exclusive
alter table notes alter column code set default 'none';

-- step 2/2: undo sql new_code
drop function new_code();
