-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.email as they were: they are converted from email

-- step 1/2: change users.email
alter table users alter column email type text;

-- step 2/2: drop domain email
drop domain email;
