-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: create extension pg_trgm
create extension if not exists pg_trgm;
