-- migration 20260101000000_init, up
-- parent: none

-- step 1/6: create schema tag_store
create schema tag_store;

-- step 2/6: create table user_accounts
create table user_accounts (
  id bigint generated always as identity not null,
  email_address character varying(255) not null,
  password_hash text not null,
  address_1 text,
  "oddName" text,
  _internal integer not null default 0,
  is_a_b boolean not null default false,
  settings jsonb not null default '{}',
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint user_accounts_pkey primary key (id),
  constraint user_accounts_email_address_key unique (email_address)
);

-- step 3/6: create table blog_post_2
create table blog_post_2 (
  id bigint generated always as identity not null,
  post_title character varying(200) not null,
  view_count integer not null default 0,
  key_words text[] not null default '{}',
  main_author_id bigint not null,
  created_at timestamp with time zone not null default now(),
  constraint blog_post_2_pkey primary key (id),
  constraint blog_post_2_main_author_id_fkey foreign key (main_author_id) references user_accounts (id) on delete cascade
);
create index blog_post_2_main_author_id_idx on blog_post_2 (main_author_id);

-- step 4/6: create table tag_store.tags
create table tag_store.tags (
  id bigint generated always as identity not null,
  tag_name character varying(50) not null,
  constraint tags_pkey primary key (id),
  constraint tags_tag_name_key unique (tag_name)
);

-- step 5/6: create table post_likes
create table post_likes (
  post_id bigint not null,
  user_id bigint not null,
  liked_at timestamp with time zone not null default now(),
  constraint post_likes_pkey primary key (post_id, user_id),
  constraint post_likes_post_id_fkey foreign key (post_id) references blog_post_2 (id),
  constraint post_likes_user_id_fkey foreign key (user_id) references user_accounts (id)
);

-- step 6/6: create table post_tags
create table post_tags (
  blog_post_id bigint not null,
  tag_id bigint not null,
  constraint post_tags_pkey primary key (blog_post_id, tag_id),
  constraint post_tags_blog_post_id_fkey foreign key (blog_post_id) references blog_post_2 (id) on delete cascade,
  constraint post_tags_tag_id_fkey foreign key (tag_id) references tag_store.tags (id) on delete cascade
);
create index post_tags_tag_id_blog_post_id_idx on post_tags (tag_id, blog_post_id);
