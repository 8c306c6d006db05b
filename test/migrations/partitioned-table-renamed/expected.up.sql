-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: rename table events to happenings
-- locks: events access exclusive
alter table events rename to happenings;

-- step 2/3: rename column happened to on_day of happenings
-- locks: events_2025 access exclusive, happenings access exclusive
alter table happenings rename column happened to on_day;

-- step 3/3: rename constraint events_pkey to happenings_pkey of happenings
-- locks: happenings access exclusive
alter table happenings rename constraint events_pkey to happenings_pkey;
