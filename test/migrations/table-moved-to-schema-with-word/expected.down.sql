-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename table desk.notes to notes
alter table desk.notes set schema public;

-- step 2/2: drop schema desk
drop schema desk;
