-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of post_tags
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of posts
-- cannot bring back: the rows of users

-- step 1/4: drop table post_tags
drop table post_tags;

-- step 2/4: drop table tags
drop table tags;

-- step 3/4: drop table posts
drop table posts;

-- step 4/4: drop table users
drop table users;
