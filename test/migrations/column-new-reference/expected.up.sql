-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: add column posts.editor_id
-- locks: posts access exclusive
alter table posts add column editor_id bigint;

-- step 2/4: create index posts_editor_id_idx on posts
-- outside a transaction
-- locks not measured
create index concurrently posts_editor_id_idx on posts (editor_id);

-- step 3/4: add foreign key posts.posts_editor_id_fkey
-- locks: posts share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table posts add constraint posts_editor_id_fkey foreign key (editor_id) references users (id) on delete set null not valid;

-- step 4/4: validate foreign key posts.posts_editor_id_fkey
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_editor_id_fkey;
