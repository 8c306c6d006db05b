-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create index notes_title_once on notes
-- outside a transaction
-- locks not measured
create unique index concurrently notes_title_once on notes ((lower(title)));
