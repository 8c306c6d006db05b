-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add exclusion bookings.one_at_a_time
-- locks: bookings access exclusive
-- reads all rows: bookings
alter table bookings drop constraint one_at_a_time;
alter table bookings add constraint one_at_a_time exclude using gist (during with &&);
