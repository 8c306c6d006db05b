-- migration 20260102000000_change, down
-- parent: none

-- step 1/7: rename table articles to posts
alter table articles rename to posts;
alter sequence if exists articles_id_seq rename to posts_id_seq;

-- step 2/7: rename table article_tags to post_tags
alter table article_tags rename to post_tags;

-- step 3/7: rename column article_id to post_id of post_tags
alter table post_tags rename column article_id to post_id;

-- step 4/7: rename constraint articles_pkey to posts_pkey of posts
alter table posts rename constraint articles_pkey to posts_pkey;

-- step 5/7: rename constraint article_tags_pkey to post_tags_pkey, article_tags_article_id_fkey to post_tags_post_id_fkey, article_tags_tag_id_fkey to post_tags_tag_id_fkey of post_tags
alter table post_tags rename constraint article_tags_pkey to post_tags_pkey;
alter table post_tags rename constraint article_tags_article_id_fkey to post_tags_post_id_fkey;
alter table post_tags rename constraint article_tags_tag_id_fkey to post_tags_tag_id_fkey;

-- step 6/7: create index post_tags_tag_id_post_id_idx on post_tags
-- outside a transaction
create index concurrently post_tags_tag_id_post_id_idx on post_tags (tag_id, post_id);

-- step 7/7: drop index article_tags_tag_id_idx of post_tags
-- outside a transaction
drop index concurrently article_tags_tag_id_idx;
