-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: rename table posts to drafts, articles to posts
alter table posts rename to drafts;
alter table articles rename to posts;
alter sequence if exists posts_id_seq rename to drafts_id_seq;
alter sequence if exists articles_id_seq rename to posts_id_seq;

-- step 2/4: rename column post_id to draft_id of posts
alter table posts rename column post_id to draft_id;

-- step 3/4: rename posts_pkey to drafts_pkey, articles_pkey to posts_pkey
alter table drafts rename constraint posts_pkey to drafts_pkey;
alter table posts rename constraint articles_pkey to posts_pkey;

-- step 4/4: rename constraint articles_post_id_fkey to posts_draft_id_fkey of posts
alter table posts rename constraint articles_post_id_fkey to posts_draft_id_fkey;
