-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create schema desk
create schema desk;

-- step 2/2: rename table notes to desk.notes
-- locks: notes access exclusive
alter table notes set schema desk;
