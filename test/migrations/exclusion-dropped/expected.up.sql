-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop exclusion bookings.bookings_room_during_excl
-- locks: bookings access exclusive
alter table bookings drop constraint bookings_room_during_excl;
