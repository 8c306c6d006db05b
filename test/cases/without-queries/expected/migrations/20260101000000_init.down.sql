-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of posts
-- cannot bring back: the rows of users

-- step 1/2: drop table posts
drop table posts;

-- step 2/2: drop table users
drop table users;
