-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: undo own_notes
drop policy own_notes on notes;

-- step 2/3: own_notes
create policy own_notes on notes using (owner = current_user);

-- step 3/3: row-level security of notes
alter table notes no force row level security;
