-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop index notes_title_once of notes
-- outside a transaction
drop index concurrently notes_title_once;
