-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which rows had no posts.author_id
-- cannot bring back: the foreign key posts_author_id_fkey comes back not valid

-- step 1/2: add foreign key posts.posts_author_id_fkey
lock table authors in share row exclusive mode;
alter table posts add constraint posts_author_id_fkey foreign key (author_id) references authors (id) not valid;

-- step 2/2: drop not null of posts.author_id
alter table posts alter column author_id drop not null;
