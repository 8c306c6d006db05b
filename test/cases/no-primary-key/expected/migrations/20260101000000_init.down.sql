-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of readings
-- cannot bring back: the rows of visits

-- step 1/2: drop table readings
drop table readings;

-- step 2/2: drop table visits
drop table visits;
