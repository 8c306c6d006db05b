-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of posts.user_id that led nowhere

-- step 1/1: drop foreign key posts.posts_user_id_fkey
lock table users in access exclusive mode;
alter table posts drop constraint posts_user_id_fkey;
