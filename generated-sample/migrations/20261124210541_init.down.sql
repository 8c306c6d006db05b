-- migration 20261124210541_init, down
-- parent: none
-- cannot bring back: the rows of post_tags
-- cannot bring back: the rows of follows
-- cannot bring back: the rows of moderation.like_reports
-- cannot bring back: the rows of comment_likes
-- cannot bring back: the rows of comments
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of posts
-- cannot bring back: the rows of profiles
-- cannot bring back: the rows of users

-- step 1/12: drop table post_tags
drop table post_tags;

-- step 2/12: drop table follows
drop table follows;

-- step 3/12: drop table moderation.like_reports
drop table moderation.like_reports;

-- step 4/12: drop table comment_likes
drop table comment_likes;

-- step 5/12: drop table comments
drop table comments;

-- step 6/12: drop table tags
drop table tags;

-- step 7/12: drop table posts
drop table posts;

-- step 8/12: drop table profiles
drop table profiles;

-- step 9/12: drop table users
drop table users;

-- step 10/12: drop enum post_status
drop type post_status;

-- step 11/12: drop enum user_role
drop type user_role;

-- step 12/12: drop schema moderation
drop schema moderation;
