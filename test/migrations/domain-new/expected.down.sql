-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.email
-- cannot bring back: the values of users.other_emails

-- step 1/3: drop column users.email
alter table users drop column email;

-- step 2/3: drop column users.other_emails
alter table users drop column other_emails;

-- step 3/3: drop domain email
drop domain email;
