-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: drop column notes.shout
alter table notes drop column shout;

-- step 2/3: add column notes.shout
alter table notes add column shout text generated always as (lower(title)) stored;

-- step 3/3: create index notes_shout_id_idx on notes
create index notes_shout_id_idx on notes (shout, id);
