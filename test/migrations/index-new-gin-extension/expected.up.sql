-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create extension pg_trgm
create extension if not exists pg_trgm;

-- step 2/2: create index notes_title_idx on notes
-- outside a transaction
-- locks not measured
create index concurrently notes_title_idx on notes using gin (title gin_trgm_ops);
