-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every author_id of posts is in members
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key posts.posts_author_id_fkey
select id from posts where posts.author_id is not null and not exists (select from members as target where target.id = posts.author_id);

-- step 1/3: add foreign key posts.posts_author_id_fkey
-- locks: members share row exclusive, posts share row exclusive
lock table members in share row exclusive mode;
alter table posts add constraint posts_author_id_fkey__new foreign key (author_id) references members (id) not valid;

-- step 2/3: validate foreign key posts.posts_author_id_fkey__new
-- locks: members row share, posts share update exclusive
-- reads all rows: posts
alter table posts validate constraint posts_author_id_fkey__new;

-- step 3/3: replace foreign key posts.posts_author_id_fkey
-- locks: posts access exclusive, users access exclusive
lock table users in access exclusive mode;
alter table posts drop constraint posts_author_id_fkey;
alter table posts rename constraint posts_author_id_fkey__new to posts_author_id_fkey;
