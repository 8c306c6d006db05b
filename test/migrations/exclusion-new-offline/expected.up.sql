-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add exclusion bookings.bookings_room_during_excl
-- locks: bookings access exclusive
-- reads all rows: bookings
alter table bookings add constraint bookings_room_during_excl exclude using gist (room with =, during with &&) where (not cancelled) deferrable initially deferred;
