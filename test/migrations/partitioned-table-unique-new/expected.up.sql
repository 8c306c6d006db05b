-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: no two rows of events are the same in text, happened
-- otherwise: change or delete the rows that have the same values
select id, happened from (select id, happened, count(*) over (partition by text, happened) as rows_alike from events where text is not null and happened is not null) as counted where rows_alike > 1;

-- step 1/1: add unique events.events_text_happened_key
-- locks: events access exclusive, events_2025 access exclusive, events_2026 access exclusive
-- reads all rows: events_2025, events_2026
alter table events add constraint events_text_happened_key unique (text, happened);
