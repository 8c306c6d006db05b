-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.email as they were: they are converted from address

-- step 1/3: rename domain address to email
alter domain address rename to email;

-- step 2/3: alter domain email
alter domain email drop constraint address_check;
alter domain email add constraint email_check check (value ~ '@') not valid;

-- step 3/3: validate check email_check of domain email
alter domain email validate constraint email_check;
