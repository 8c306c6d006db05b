-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: delete rows of posts without their users

-- step 1/2: delete rows of posts without their users
-- locks: posts row exclusive, users access share
delete from posts where posts.user_id is not null and not exists (select from users as target where target.id = posts.user_id);

-- step 2/2: add foreign key posts.posts_user_id_fkey
-- locks: posts share row exclusive, users share row exclusive
-- reads all rows: posts, users
alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users (id);
