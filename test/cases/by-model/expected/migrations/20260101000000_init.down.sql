-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of post_tags
-- cannot bring back: the rows of event_logs
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of blog_posts
-- cannot bring back: the rows of user_accounts

-- step 1/6: drop table post_tags
drop table post_tags;

-- step 2/6: drop table event_logs
drop table event_logs;

-- step 3/6: drop table tags
drop table tags;

-- step 4/6: drop table blog_posts
drop table blog_posts;

-- step 5/6: drop table user_accounts
drop table user_accounts;

-- step 6/6: drop enum post_state
drop type post_state;
