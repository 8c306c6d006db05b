-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: create index notes_idx__new on notes
-- outside a transaction
create index concurrently notes_idx__new on notes (title);

-- step 2/3: drop index notes_idx of notes
-- outside a transaction
drop index concurrently notes_idx;

-- step 3/3: rename index notes_idx__new to notes_idx
alter index notes_idx__new rename to notes_idx;
