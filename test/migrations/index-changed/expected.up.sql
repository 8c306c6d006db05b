-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: drop index notes_idx of notes
-- outside a transaction
-- locks not measured
drop index concurrently notes_idx;

-- step 2/2: create index notes_idx on notes
-- outside a transaction
-- locks not measured
create index concurrently notes_idx on notes (title, words);
