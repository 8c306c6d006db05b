-- migration 20260101000000_init, up
-- parent: none

-- step 1/6: create enum post_state
create type post_state as enum (
  'draft',
  'published'
);

-- step 2/6: create table user_accounts
create table user_accounts (
  id bigint generated always as identity not null,
  email text not null,
  constraint user_accounts_pkey primary key (id),
  constraint user_accounts_email_key unique (email)
);

-- step 3/6: create table blog_posts
create table blog_posts (
  id bigint generated always as identity not null,
  state post_state not null default 'draft',
  title text not null,
  author_id bigint not null,
  constraint blog_posts_pkey primary key (id),
  constraint blog_posts_author_id_fkey foreign key (author_id) references user_accounts (id)
);
create index blog_posts_author_id_idx on blog_posts (author_id);

-- step 4/6: create table tags
create table tags (
  id bigint generated always as identity not null,
  name character varying(50) not null,
  constraint tags_pkey primary key (id),
  constraint tags_name_key unique (name)
);

-- step 5/6: create table event_logs
create table event_logs (
  happened_at timestamp with time zone not null
);

-- step 6/6: create table post_tags
create table post_tags (
  blog_post_id bigint not null,
  tag_id bigint not null,
  constraint post_tags_pkey primary key (blog_post_id, tag_id),
  constraint post_tags_blog_post_id_fkey foreign key (blog_post_id) references blog_posts (id) on delete cascade,
  constraint post_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade
);
create index post_tags_tag_id_blog_post_id_idx on post_tags (tag_id, blog_post_id);
