-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: rename domain email to address
alter domain email rename to address;

-- step 2/2: alter domain address
alter domain address rename constraint email_check to address_check;
