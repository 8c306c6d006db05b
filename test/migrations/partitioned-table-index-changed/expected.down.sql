-- migration 20260102000000_change, down
-- parent: none

-- step 1/6: drop index events_idx of events
drop index events_idx;

-- step 2/6: create index events_idx on only events
create index events_idx on only events (text);

-- step 3/6: create index events_2025_text_idx on events_2025
-- outside a transaction
create index concurrently events_2025_text_idx on events_2025 (text);

-- step 4/6: attach index events_2025_text_idx to events_idx
alter index events_idx attach partition events_2025_text_idx;

-- step 5/6: create index events_2026_text_idx on events_2026
-- outside a transaction
create index concurrently events_2026_text_idx on events_2026 (text);

-- step 6/6: attach index events_2026_text_idx to events_idx
alter index events_idx attach partition events_2026_text_idx;
