-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: rename domain address to email
alter domain address rename to email;
