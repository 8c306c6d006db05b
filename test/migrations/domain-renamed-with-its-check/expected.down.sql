-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename domain address to email
alter domain address rename to email;

-- step 2/2: alter domain email
alter domain email rename constraint address_check to email_check;
