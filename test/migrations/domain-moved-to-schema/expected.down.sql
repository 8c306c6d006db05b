-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename domain kinds.email to email
alter domain kinds.email set schema public;

-- step 2/2: drop schema kinds
drop schema kinds;
