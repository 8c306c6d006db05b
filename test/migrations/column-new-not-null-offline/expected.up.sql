-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill notes.slug with lower(title)

-- step 1/5: add column notes.slug
-- locks: notes access exclusive
alter table notes add column slug text;

-- step 2/5: fill notes.slug
-- locks: notes row exclusive
update notes set slug = lower(title) where slug is null;

-- step 3/5: set not null of notes.slug
-- locks: notes access exclusive
-- reads all rows: notes
alter table notes alter column slug set not null;

-- step 4/5: add column notes.token
-- locks: notes access exclusive
-- rewrites: notes
alter table notes add column token uuid not null default gen_random_uuid();

-- step 5/5: add column notes.length
-- locks: notes access exclusive
-- rewrites: notes
alter table notes add column length integer generated always as (length(title)) stored not null;
