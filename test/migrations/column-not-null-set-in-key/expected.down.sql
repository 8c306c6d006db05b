-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop not null of posts.author_id
alter table posts alter column author_id drop not null;
