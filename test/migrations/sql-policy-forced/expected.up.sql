-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: undo own_notes
-- locks: notes access exclusive
drop policy own_notes on notes;

-- step 2/3: own_notes
-- locks: notes access exclusive
create policy own_notes on notes using (owner = current_user) with check (owner = current_user);

-- step 3/3: row-level security of notes
-- locks: notes access exclusive
alter table notes force row level security;
