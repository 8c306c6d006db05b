-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of posts.editor_id
-- cannot bring back: the values of posts.status
-- cannot bring back: the rows of editors

-- step 1/10: drop foreign key editors.editors_user_id_fkey
alter table editors drop constraint editors_user_id_fkey;

-- step 2/10: drop foreign key posts.posts_editor_id_fkey
alter table posts drop constraint posts_editor_id_fkey;

-- step 3/10: drop index posts_status_idx of posts
-- outside a transaction
drop index concurrently posts_status_idx;

-- step 4/10: drop check posts.posts_title_check
alter table posts drop constraint posts_title_check;

-- step 5/10: drop unique users.users_email_key
alter table users drop constraint users_email_key;

-- step 6/10: drop column posts.editor_id
alter table posts drop column editor_id;

-- step 7/10: drop column posts.status
alter table posts drop column status;

-- step 8/10: alter column users.email
alter table users alter column email type character varying(100);

-- step 9/10: drop table editors
drop table editors;

-- step 10/10: drop enum status
drop type status;
