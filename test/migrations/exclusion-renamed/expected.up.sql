-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename constraint one_at_a_time to no_overlap of bookings
-- locks: bookings access exclusive
alter table bookings rename constraint one_at_a_time to no_overlap;
