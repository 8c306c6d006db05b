-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: add foreign key posts.posts_user_id_fkey
lock table users in share row exclusive mode;
alter table posts add constraint posts_user_id_fkey__new foreign key (user_id) references users (id) not valid;

-- step 2/2: replace foreign key posts.posts_user_id_fkey
lock table users in access exclusive mode;
alter table posts drop constraint posts_user_id_fkey;
alter table posts rename constraint posts_user_id_fkey__new to posts_user_id_fkey;
