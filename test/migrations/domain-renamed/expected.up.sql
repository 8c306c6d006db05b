-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename domain email to address
alter domain email rename to address;
