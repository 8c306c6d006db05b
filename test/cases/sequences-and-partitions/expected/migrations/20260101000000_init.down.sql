-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of visits
-- cannot bring back: the rows of events
-- cannot bring back: the rows of tickets

-- step 1/4: drop table visits
drop table visits;

-- step 2/4: drop table events
drop table events;

-- step 3/4: drop table tickets
drop table tickets;

-- step 4/4: drop sequence shared_seq
drop sequence shared_seq;
