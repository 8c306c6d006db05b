-- migration 20260102000000_change, up
-- parent: none

-- step 1/5: create index events_text_idx on only events
-- locks: events share
create index events_text_idx on only events (text);

-- step 2/5: create index events_2025_text_idx on events_2025
-- outside a transaction
-- locks not measured
create index concurrently events_2025_text_idx on events_2025 (text);

-- step 3/5: attach index events_2025_text_idx to events_text_idx
-- locks: events access share, events_2025 access share
alter index events_text_idx attach partition events_2025_text_idx;

-- step 4/5: create index events_2026_text_idx on events_2026
-- outside a transaction
-- locks not measured
create index concurrently events_2026_text_idx on events_2026 (text);

-- step 5/5: attach index events_2026_text_idx to events_text_idx
-- locks: events access share, events_2026 access share
alter index events_text_idx attach partition events_2026_text_idx;
