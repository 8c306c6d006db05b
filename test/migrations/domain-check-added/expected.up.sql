-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: alter domain email
alter domain email add constraint email_short check (length(value) <= 100) not valid;

-- step 2/2: validate check email_short of domain email
-- locks: users share
-- reads all rows: users
alter domain email validate constraint email_short;
