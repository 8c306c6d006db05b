-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row has posts.author_id
-- otherwise: fill it, or write "backfill: <expression>" at posts.author_id
select id from posts where author_id is null;

-- step 1/3: expect values of posts.author_id
-- locks: posts access exclusive
alter table posts add constraint posts_author_id__not_null check (author_id is not null) not valid;

-- step 2/3: validate check posts.posts_author_id__not_null
-- locks: posts share update exclusive
-- reads all rows: posts
alter table posts validate constraint posts_author_id__not_null;

-- step 3/3: set not null of posts.author_id
-- locks: posts access exclusive
alter table posts alter column author_id set not null;
alter table posts drop constraint posts_author_id__not_null;
