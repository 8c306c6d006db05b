-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop index events_text_idx of events
drop index events_text_idx;
