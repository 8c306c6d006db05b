-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop foreign key posts.posts_author_id_fkey
-- locks: posts access exclusive, users access exclusive
lock table users in access exclusive mode;
alter table posts drop constraint posts_author_id_fkey;
