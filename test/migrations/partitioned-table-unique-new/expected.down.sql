-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop unique events.events_text_happened_key
alter table events drop constraint events_text_happened_key;
