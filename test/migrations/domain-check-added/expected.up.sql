-- migration 20260102000000_change, up
-- parent: none

-- check 1/2: every users.email fulfils length(email) <= 100
-- otherwise: change or delete the rows that do not
select id from users where not (length(email) <= 100);

-- check 2/2: every users.other_email fulfils length(other_email) <= 100
-- otherwise: change or delete the rows that do not
select id from users where not (length(other_email) <= 100);

-- step 1/2: alter domain email
alter domain email add constraint email_short check (length(value) <= 100) not valid;

-- step 2/2: validate check email_short of domain email
-- locks: users share
-- reads all rows: users
alter domain email validate constraint email_short;
