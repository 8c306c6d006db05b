-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: detach partition "Events 2026"
-- outside a transaction
alter table "All Events" detach partition "Events 2026" concurrently;

-- step 2/3: drop table "Events 2026"
drop table "Events 2026";

-- step 3/3: drop index "All Events_someText_idx" of "All Events"
drop index "All Events_someText_idx";
