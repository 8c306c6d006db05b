-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create schema kinds
create schema kinds;

-- step 2/2: rename domain email to kinds.email
alter domain email set schema kinds;
