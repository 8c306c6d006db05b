-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row of events fulfils length(text) < 10
-- otherwise: change or delete the rows that do not
select id, happened from events where not (length(text) < 10);

-- step 1/2: add check events.events_text_check
-- locks: events access exclusive, events_2025 access exclusive
alter table events add constraint events_text_check check (length(text) < 10) not valid;

-- step 2/2: validate check events.events_text_check
-- locks: events share update exclusive, events_2025 share update exclusive
-- reads all rows: events_2025
alter table events validate constraint events_text_check;
