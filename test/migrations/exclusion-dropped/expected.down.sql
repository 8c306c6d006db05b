-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: add exclusion bookings.bookings_room_during_excl
alter table bookings add constraint bookings_room_during_excl exclude using gist (room with =, during with &&);
