-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of events.place
-- cannot bring back: the values of events.size
-- cannot bring back: the values of events.name

-- step 1/3: drop column events.place
alter table events drop column place;

-- step 2/3: drop column events.size
alter table events drop column size;

-- step 3/3: drop column events.name
alter table events drop column name;
