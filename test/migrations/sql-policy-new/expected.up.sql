-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: sql own_notes
-- locks: notes access exclusive
create policy own_notes on notes using (owner = current_user);

-- step 2/2: row-level security of notes
-- locks: notes access exclusive
alter table notes enable row level security;
