-- migration 20261124225123_init, down
-- parent: none
-- cannot bring back: the rows of post_tags
-- cannot bring back: the rows of follows
-- cannot bring back: the rows of page_views
-- cannot bring back: the rows of promotions
-- cannot bring back: the rows of moderation.like_reports
-- cannot bring back: the rows of comment_likes
-- cannot bring back: the rows of comments
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of posts
-- cannot bring back: the rows of profiles
-- cannot bring back: the rows of users

-- step 1/19: undo sql promotions_for_all
drop policy promotions_for_all on promotions;

-- step 2/19: undo sql published_posts
drop view published_posts;

-- step 3/19: undo sql comments_touch
drop trigger comments_touch on comments;

-- step 4/19: drop table post_tags
drop table post_tags;

-- step 5/19: drop table follows
drop table follows;

-- step 6/19: drop table page_views
drop table page_views;

-- step 7/19: drop table promotions
drop table promotions;

-- step 8/19: drop table moderation.like_reports
drop table moderation.like_reports;

-- step 9/19: drop table comment_likes
drop table comment_likes;

-- step 10/19: drop table comments
drop table comments;

-- step 11/19: drop table tags
drop table tags;

-- step 12/19: drop table posts
drop table posts;

-- step 13/19: drop table profiles
drop table profiles;

-- step 14/19: drop table users
drop table users;

-- step 15/19: undo sql touch_updated_at
drop function touch_updated_at();

-- step 16/19: drop domain percentage
drop domain percentage;

-- step 17/19: drop enum post_status
drop type post_status;

-- step 18/19: drop enum user_role
drop type user_role;

-- step 19/19: drop schema moderation
drop schema moderation;
