-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of rooms
-- cannot bring back: the rows of homes

-- step 1/4: drop foreign key rooms.rooms_home_id_fkey
alter table rooms drop constraint rooms_home_id_fkey;

-- step 2/4: drop table rooms
drop table rooms;

-- step 3/4: drop table homes
drop table homes;

-- step 4/4: drop enum room_kind
drop type room_kind;
