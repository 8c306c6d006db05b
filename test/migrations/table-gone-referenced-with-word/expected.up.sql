-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table users

-- step 1/2: drop foreign key posts.posts_author_id_fkey
-- locks: posts access exclusive, users access exclusive
lock table users in access exclusive mode;
alter table posts drop constraint posts_author_id_fkey;

-- step 2/2: drop table users
-- locks: users access exclusive
drop table users;
