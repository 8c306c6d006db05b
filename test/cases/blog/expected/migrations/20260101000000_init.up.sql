-- migration 20260101000000_init, up
-- parent: none

-- step 1/4: create table users
create table users (
  id bigint generated always as identity not null,
  email character varying(255) not null,
  hashed_password character varying(255) not null,
  full_name character varying(100),
  is_active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email)
);

-- step 2/4: create table posts
create table posts (
  id bigint generated always as identity not null,
  title character varying(200) not null,
  content text not null,
  author_id bigint not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint posts_pkey primary key (id),
  constraint posts_author_id_fkey foreign key (author_id) references users (id) on delete cascade
);
create index posts_author_id_idx on posts (author_id);

-- step 3/4: create table tags
create table tags (
  id bigint generated always as identity not null,
  name character varying(50) not null,
  constraint tags_pkey primary key (id),
  constraint tags_name_key unique (name)
);

-- step 4/4: create table post_tags
create table post_tags (
  post_id bigint not null,
  tag_id bigint not null,
  constraint post_tags_pkey primary key (post_id, tag_id),
  constraint post_tags_post_id_fkey foreign key (post_id) references posts (id) on delete cascade,
  constraint post_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade
);
create index post_tags_tag_id_post_id_idx on post_tags (tag_id, post_id);
