-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of bookings

-- step 1/2: drop foreign key bookings.bookings_room_id_fkey
lock table rooms in access exclusive mode;
alter table bookings drop constraint bookings_room_id_fkey;

-- step 2/2: drop table bookings
drop table bookings;
