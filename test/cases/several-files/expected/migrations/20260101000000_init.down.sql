-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of rooms
-- cannot bring back: the rows of homes

-- step 1/3: drop table rooms
drop table rooms;

-- step 2/3: drop table homes
drop table homes;

-- step 3/3: drop enum room_kind
drop type room_kind;
