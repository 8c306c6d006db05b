-- migration 20261124161711_init, down
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

-- step 1/25: drop foreign key post_tags.post_tags_tag_id_fkey
alter table post_tags drop constraint post_tags_tag_id_fkey;

-- step 2/25: drop foreign key post_tags.post_tags_post_id_fkey
alter table post_tags drop constraint post_tags_post_id_fkey;

-- step 3/25: drop foreign key follows.follows_followed_id_fkey
alter table follows drop constraint follows_followed_id_fkey;

-- step 4/25: drop foreign key follows.follows_follower_id_fkey
alter table follows drop constraint follows_follower_id_fkey;

-- step 5/25: drop foreign key moderation.like_reports.like_reports_comment_id_user_id_fkey
alter table moderation.like_reports drop constraint like_reports_comment_id_user_id_fkey;

-- step 6/25: drop foreign key comment_likes.comment_likes_user_id_fkey
alter table comment_likes drop constraint comment_likes_user_id_fkey;

-- step 7/25: drop foreign key comment_likes.comment_likes_comment_id_fkey
alter table comment_likes drop constraint comment_likes_comment_id_fkey;

-- step 8/25: drop foreign key comments.comments_author_id_fkey
alter table comments drop constraint comments_author_id_fkey;

-- step 9/25: drop foreign key comments.comments_post_id_fkey
alter table comments drop constraint comments_post_id_fkey;

-- step 10/25: drop foreign key posts.posts_editor_id_fkey
alter table posts drop constraint posts_editor_id_fkey;

-- step 11/25: drop foreign key posts.posts_author_id_fkey
alter table posts drop constraint posts_author_id_fkey;

-- step 12/25: drop foreign key profiles.profiles_user_id_fkey
alter table profiles drop constraint profiles_user_id_fkey;

-- step 13/25: drop foreign key users.users_invited_by_id_fkey
alter table users drop constraint users_invited_by_id_fkey;

-- step 14/25: drop table post_tags
drop table post_tags;

-- step 15/25: drop table follows
drop table follows;

-- step 16/25: drop table moderation.like_reports
drop table moderation.like_reports;

-- step 17/25: drop table comment_likes
drop table comment_likes;

-- step 18/25: drop table comments
drop table comments;

-- step 19/25: drop table tags
drop table tags;

-- step 20/25: drop table posts
drop table posts;

-- step 21/25: drop table profiles
drop table profiles;

-- step 22/25: drop table users
drop table users;

-- step 23/25: drop enum user_role
drop type user_role;

-- step 24/25: drop enum post_status
drop type post_status;

-- step 25/25: drop schema moderation
drop schema moderation;
