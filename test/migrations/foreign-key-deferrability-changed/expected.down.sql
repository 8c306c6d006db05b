-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter foreign key posts.posts_user_id_fkey
lock table users in access exclusive mode;
alter table posts alter constraint posts_user_id_fkey not deferrable;
