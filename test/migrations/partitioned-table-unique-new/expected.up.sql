-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: no two rows of events are the same in text, happened
-- otherwise: change or delete the rows that have the same values
select id, happened from (select id, happened, count(*) over (partition by text, happened) as rows_alike from events where text is not null and happened is not null) as counted where rows_alike > 1;

-- step 1/3: build unique index events_2025_text_happened_key on events_2025
-- outside a transaction
-- locks not measured
create unique index concurrently events_2025_text_happened_key on events_2025 (text, happened);

-- step 2/3: build unique index events_2026_text_happened_key on events_2026
-- outside a transaction
-- locks not measured
create unique index concurrently events_2026_text_happened_key on events_2026 (text, happened);

-- step 3/3: add unique events.events_text_happened_key
-- locks: events access exclusive, events_2025 access exclusive, events_2026 access exclusive
alter table only events add constraint events_text_happened_key unique (text, happened);
alter table events_2025 add constraint events_2025_text_happened_key unique using index events_2025_text_happened_key;
alter index events_text_happened_key attach partition events_2025_text_happened_key;
alter table events_2026 add constraint events_2026_text_happened_key unique using index events_2026_text_happened_key;
alter index events_text_happened_key attach partition events_2026_text_happened_key;
