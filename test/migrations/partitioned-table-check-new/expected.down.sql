-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop check events.events_text_check
alter table events drop constraint events_text_check;
