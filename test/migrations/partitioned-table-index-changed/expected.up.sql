-- migration 20260102000000_change, up
-- parent: none

-- step 1/6: drop index events_idx of events
-- locks: events access exclusive, events_2025 access exclusive, events_2026 access exclusive
drop index events_idx;

-- step 2/6: create index events_idx on only events
-- locks: events share
create index events_idx on only events (text, happened);

-- step 3/6: create index events_2025_text_happened_idx on events_2025
-- outside a transaction
-- locks not measured
create index concurrently events_2025_text_happened_idx on events_2025 (text, happened);

-- step 4/6: attach index events_2025_text_happened_idx to events_idx
-- locks: events access share, events_2025 access share
alter index events_idx attach partition events_2025_text_happened_idx;

-- step 5/6: create index events_2026_text_happened_idx on events_2026
-- outside a transaction
-- locks not measured
create index concurrently events_2026_text_happened_idx on events_2026 (text, happened);

-- step 6/6: attach index events_2026_text_happened_idx to events_idx
-- locks: events access share, events_2026 access share
alter index events_idx attach partition events_2026_text_happened_idx;
