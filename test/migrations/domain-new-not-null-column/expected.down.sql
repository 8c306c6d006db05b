-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.email

-- step 1/2: drop column users.email
alter table users drop column email;

-- step 2/2: drop domain email
drop domain email;
