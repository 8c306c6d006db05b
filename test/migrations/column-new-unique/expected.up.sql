-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: add column notes.slug
-- locks: notes access exclusive
alter table notes add column slug text;

-- step 2/3: build unique index notes_slug_key on notes
-- outside a transaction
-- locks not measured
create unique index concurrently notes_slug_key on notes (slug);

-- step 3/3: add unique notes.notes_slug_key
-- locks: notes access exclusive
alter table notes add constraint notes_slug_key unique using index notes_slug_key;
