-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of posts.editor_id

-- step 1/3: drop foreign key posts.posts_editor_id_fkey
alter table posts drop constraint posts_editor_id_fkey;

-- step 2/3: drop index posts_editor_id_idx of posts
-- outside a transaction
drop index concurrently posts_editor_id_idx;

-- step 3/3: drop column posts.editor_id
alter table posts drop column editor_id;
