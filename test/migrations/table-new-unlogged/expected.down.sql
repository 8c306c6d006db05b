-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of visits

-- step 1/1: drop table visits
drop table visits;
