-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of post_tags
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of posts
-- cannot bring back: the rows of users

-- step 1/7: drop foreign key post_tags.post_tags_tag_id_fkey
alter table post_tags drop constraint post_tags_tag_id_fkey;

-- step 2/7: drop foreign key post_tags.post_tags_post_id_fkey
alter table post_tags drop constraint post_tags_post_id_fkey;

-- step 3/7: drop foreign key posts.posts_author_id_fkey
alter table posts drop constraint posts_author_id_fkey;

-- step 4/7: drop table post_tags
drop table post_tags;

-- step 5/7: drop table tags
drop table tags;

-- step 6/7: drop table posts
drop table posts;

-- step 7/7: drop table users
drop table users;
