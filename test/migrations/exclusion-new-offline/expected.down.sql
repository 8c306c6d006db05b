-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop exclusion bookings.bookings_room_during_excl
alter table bookings drop constraint bookings_room_during_excl;
