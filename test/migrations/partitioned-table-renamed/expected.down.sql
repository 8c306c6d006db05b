-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: rename table happenings to events
alter table happenings rename to events;

-- step 2/3: rename column on_day to happened of events
alter table events rename column on_day to happened;

-- step 3/3: rename constraint happenings_pkey to events_pkey of events
alter table events rename constraint happenings_pkey to events_pkey;
