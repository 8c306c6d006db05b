-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which rows had no posts.author_id

-- step 1/5: rename table writers to authors
alter table writers rename to authors;
alter sequence if exists writers_id_seq rename to authors_id_seq;

-- step 2/5: rename column writer_id to author_id of posts
alter table posts rename column writer_id to author_id;

-- step 3/5: rename constraint writers_pkey to authors_pkey of authors
alter table authors rename constraint writers_pkey to authors_pkey;

-- step 4/5: rename constraint posts_writer_id_fkey to posts_author_id_fkey of posts
alter table posts rename constraint posts_writer_id_fkey to posts_author_id_fkey;

-- step 5/5: drop not null of posts.author_id
alter table posts alter column author_id drop not null;
