-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of lines
-- cannot bring back: the rows of clicks
-- cannot bring back: the rows of visits
-- cannot bring back: the rows of events

-- step 1/5: drop foreign key events.events_other_id_fkey
lock table others in access exclusive mode;
alter table events drop constraint events_other_id_fkey;

-- step 2/5: drop table lines
drop table lines;

-- step 3/5: drop table clicks
drop table clicks;

-- step 4/5: drop table visits
drop table visits;

-- step 5/5: drop table events
drop table events;
