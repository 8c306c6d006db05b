-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: undo sql own_notes
-- locks: notes access exclusive
drop policy own_notes on notes;

-- step 2/2: row-level security of notes
-- locks: notes access exclusive
alter table notes no force row level security;
alter table notes disable row level security;
