-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: rename constraint no_overlap to one_at_a_time of bookings
alter table bookings rename constraint no_overlap to one_at_a_time;
