-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create index "All Events_someText_idx" on only "All Events"
-- locks: "All Events" share
create index "All Events_someText_idx" on only "All Events" ("someText");

-- step 2/4: create index "Events 2025_someText_idx" on "Events 2025"
-- outside a transaction
-- locks not measured
create index concurrently "Events 2025_someText_idx" on "Events 2025" ("someText");

-- step 3/4: attach index "Events 2025_someText_idx" to "All Events_someText_idx"
-- locks: "All Events" access share, "Events 2025" access share
alter index "All Events_someText_idx" attach partition "Events 2025_someText_idx";

-- step 4/4: create partition "Events 2026"
-- locks: "All Events" share update exclusive
create table "Events 2026" (like "All Events" including all excluding comments excluding identity excluding statistics);
alter table "All Events" attach partition "Events 2026" for values from ('2026-01-01') to ('2027-01-01');
