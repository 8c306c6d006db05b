-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: rename table drafts to posts, posts to articles
-- locks: posts access exclusive, drafts access exclusive
alter table posts rename to articles;
alter table drafts rename to posts;
alter sequence if exists posts_id_seq rename to articles_id_seq;
alter sequence if exists drafts_id_seq rename to posts_id_seq;

-- step 2/4: rename column draft_id to post_id of articles
-- locks: articles access exclusive
alter table articles rename column draft_id to post_id;

-- step 3/4: rename drafts_pkey to posts_pkey, posts_pkey to articles_pkey
-- locks: articles access exclusive, posts access exclusive
alter table articles rename constraint posts_pkey to articles_pkey;
alter table posts rename constraint drafts_pkey to posts_pkey;

-- step 4/4: rename constraint posts_draft_id_fkey to articles_post_id_fkey of articles
-- locks: articles access exclusive
alter table articles rename constraint posts_draft_id_fkey to articles_post_id_fkey;
