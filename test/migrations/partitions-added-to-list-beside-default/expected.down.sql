-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: detach partition events_fr
alter table events detach partition events_fr;

-- step 2/4: drop table events_fr
drop table events_fr;

-- step 3/4: detach partition events_north
alter table events detach partition events_north;

-- step 4/4: drop table events_north
drop table events_north;
