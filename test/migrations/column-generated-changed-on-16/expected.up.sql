-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: drop column notes.shout
-- locks: notes access exclusive
alter table notes drop column shout;

-- step 2/3: add column notes.shout
-- locks: notes access exclusive
-- rewrites: notes
alter table notes add column shout text generated always as (upper(title)) stored;

-- step 3/3: create index notes_shout_id_idx on notes
-- locks: notes share
-- reads all rows: notes
create index notes_shout_id_idx on notes (shout, id);
