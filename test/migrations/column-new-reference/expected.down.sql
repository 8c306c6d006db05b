-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of posts.editor_id

-- step 1/2: drop foreign key posts.posts_editor_id_fkey
lock table users in access exclusive mode;
alter table posts drop constraint posts_editor_id_fkey;

-- step 2/2: drop column posts.editor_id
alter table posts drop column editor_id;
