-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: alter foreign key posts.posts_user_id_fkey
-- locks: posts access exclusive, users access exclusive
lock table users in access exclusive mode;
alter table posts alter constraint posts_user_id_fkey deferrable initially deferred;
