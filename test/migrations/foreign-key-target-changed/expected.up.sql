-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: drop foreign key posts.posts_author_id_fkey
-- locks: posts access exclusive, users access exclusive
alter table posts drop constraint posts_author_id_fkey;

-- step 2/3: add foreign key posts.posts_author_id_fkey
-- locks: members share row exclusive, posts share row exclusive
alter table posts add constraint posts_author_id_fkey foreign key (author_id) references members (id) not valid;

-- step 3/3: validate foreign key posts.posts_author_id_fkey
-- locks: members row share, posts share update exclusive
-- reads all rows: posts
alter table posts validate constraint posts_author_id_fkey;
