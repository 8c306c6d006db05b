-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: undo sql own_notes
drop policy own_notes on notes;

-- step 2/2: row-level security of notes
alter table notes disable row level security;
