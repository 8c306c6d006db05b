-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every author_id of posts is in users
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key posts.posts_author_id_fkey
select id from posts where posts.author_id is not null and not exists (select from users as target where target.id = posts.author_id);

-- step 1/3: create index posts_author_id_idx on posts
-- outside a transaction
-- locks not measured
create index concurrently posts_author_id_idx on posts (author_id);

-- step 2/3: add foreign key posts.posts_author_id_fkey
-- locks: posts share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table posts add constraint posts_author_id_fkey foreign key (author_id) references users (id) on delete cascade on update cascade not valid;

-- step 3/3: validate foreign key posts.posts_author_id_fkey
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_author_id_fkey;
