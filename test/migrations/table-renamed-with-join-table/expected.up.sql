-- migration 20260102000000_change, up
-- parent: none

-- step 1/7: rename table posts to articles
-- locks: posts access exclusive
alter table posts rename to articles;
alter sequence if exists posts_id_seq rename to articles_id_seq;

-- step 2/7: rename table post_tags to article_tags
-- locks: post_tags access exclusive
alter table post_tags rename to article_tags;

-- step 3/7: rename column post_id to article_id of article_tags
-- locks: article_tags access exclusive
alter table article_tags rename column post_id to article_id;

-- step 4/7: rename constraint posts_pkey to articles_pkey of articles
-- locks: articles access exclusive
alter table articles rename constraint posts_pkey to articles_pkey;

-- step 5/7: rename constraint post_tags_pkey to article_tags_pkey, post_tags_post_id_fkey to article_tags_article_id_fkey, post_tags_tag_id_fkey to article_tags_tag_id_fkey of article_tags
-- locks: article_tags access exclusive
alter table article_tags rename constraint post_tags_pkey to article_tags_pkey;
alter table article_tags rename constraint post_tags_post_id_fkey to article_tags_article_id_fkey;
alter table article_tags rename constraint post_tags_tag_id_fkey to article_tags_tag_id_fkey;

-- step 6/7: create index article_tags_tag_id_idx on article_tags
-- outside a transaction
-- locks not measured
create index concurrently article_tags_tag_id_idx on article_tags (tag_id);

-- step 7/7: drop index post_tags_tag_id_post_id_idx of article_tags
-- outside a transaction
-- locks not measured
drop index concurrently post_tags_tag_id_post_id_idx;
