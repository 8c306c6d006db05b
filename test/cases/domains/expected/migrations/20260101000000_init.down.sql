-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of users

-- step 1/5: drop table users
drop table users;

-- step 2/5: drop domain email
drop domain email;

-- step 3/5: drop domain percent
drop domain percent;

-- step 4/5: drop domain kinds.short_name
drop domain kinds.short_name;

-- step 5/5: drop schema kinds
drop schema kinds;
