-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of post_tags
-- cannot bring back: the rows of post_likes
-- cannot bring back: the rows of tag_store.tags
-- cannot bring back: the rows of blog_post_2
-- cannot bring back: the rows of user_accounts

-- step 1/6: drop table post_tags
drop table post_tags;

-- step 2/6: drop table post_likes
drop table post_likes;

-- step 3/6: drop table tag_store.tags
drop table tag_store.tags;

-- step 4/6: drop table blog_post_2
drop table blog_post_2;

-- step 5/6: drop table user_accounts
drop table user_accounts;

-- step 6/6: drop schema tag_store
drop schema tag_store;
