-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: undo sql own_notes, sql own_notes
drop policy own_notes on notes;
create policy own_notes on notes using (owner = current_user);

-- step 2/2: row-level security of notes
alter table notes no force row level security;
