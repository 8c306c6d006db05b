-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every user_id of posts is in users
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key posts.posts_user_id_fkey
select id from posts where posts.user_id is not null and not exists (select from users as target where target.id = posts.user_id);

-- step 1/1: validate foreign key posts.posts_user_id_fkey
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_user_id_fkey;
