-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: undo sql own_notes, sql own_notes
-- locks: notes access exclusive
drop policy own_notes on notes;
create policy own_notes on notes using (owner = current_user) with check (owner = current_user);

-- step 2/2: row-level security of notes
-- locks: notes access exclusive
alter table notes force row level security;
