-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of events

-- step 1/1: drop table events
drop table events;
