-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop extension pg_trgm

-- step 1/1: drop extension pg_trgm
drop extension pg_trgm;
