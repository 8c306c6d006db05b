-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column users.email

-- step 1/2: drop column users.email
-- locks: users access exclusive
alter table users drop column email;

-- step 2/2: drop domain email
drop domain email;
