-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: sql own_notes
create policy own_notes on notes using (owner = current_user);

-- step 2/2: row-level security of notes
alter table notes enable row level security;
alter table notes force row level security;
