-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: add foreign key posts.posts_author_id_fkey
alter table posts add constraint posts_author_id_fkey foreign key (author_id) references users (id) not valid;

-- step 2/2: validate foreign key posts.posts_author_id_fkey
alter table posts validate constraint posts_author_id_fkey;
