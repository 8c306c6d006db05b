-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter domain email
alter domain email drop constraint email_short;
