-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: rename domain email to address
alter domain email rename to address;

-- step 2/3: alter domain address
alter domain address drop constraint email_check;
alter domain address add constraint address_check check (value ~ '@') not valid;

-- step 3/3: validate check address_check of domain address
-- locks: users share
-- reads all rows: users
alter domain address validate constraint address_check;
