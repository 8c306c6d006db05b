-- migration 20261124225123_init, up
-- parent: none
-- proven on PostgreSQL 18.6: applied, reversed and applied again with 33 rows; the catalog equals the spec

-- step 1/23: create extension pg_trgm
create extension if not exists pg_trgm;

-- step 2/23: create schema moderation
create schema moderation;

-- step 3/23: create enum post_status
create type post_status as enum (
  'draft',
  'published',
  'archived'
);

-- step 4/23: create enum user_role
create type user_role as enum (
  'reader',
  'author',
  'admin'
);
comment on type user_role is 'What a user may do.';

-- step 5/23: create domain percentage
create domain percentage as smallint constraint percentage_check check (value between 0 and 100);
comment on domain percentage is 'A whole number of hundredths.';

-- step 6/23: create sequence promotion_numbers
create sequence promotion_numbers start with 1000;

-- step 7/23: sql touch_updated_at
create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

-- step 8/23: create table users
create table users (
  id bigint generated always as identity not null,
  email character varying(255) not null,
  hashed_password character varying(255) not null,
  full_name character varying(100),
  role user_role not null default 'reader',
  is_active boolean not null default true,
  settings jsonb not null default '{}',
  invited_by_id bigint,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email),
  constraint users_invited_by_id_fkey foreign key (invited_by_id) references users (id) on delete set null
);
comment on table users is 'Somebody who reads or writes.';
comment on column users.full_name is 'As it is shown to others.';

-- step 9/23: create table profiles
create table profiles (
  user_id bigint not null,
  bio text not null default '',
  website text,
  birthday date,
  constraint profiles_pkey primary key (user_id),
  constraint profiles_website_check check (website ~ '^https?://'),
  constraint profiles_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);

-- step 10/23: create table posts
create table posts (
  id bigint generated always as identity not null,
  title character varying(200) not null,
  slug character varying(200) not null,
  content text not null,
  status post_status not null default 'draft',
  rating numeric(3,1),
  review_at timestamp with time zone not null default (now() + interval '7 days'),
  keywords text[] not null default '{}',
  word_count integer generated always as (array_length(string_to_array(content, ' '), 1)) stored,
  author_id bigint not null,
  editor_id bigint,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint posts_pkey primary key (id),
  constraint posts_author_id_slug_key unique (author_id, slug),
  constraint posts_rating_check check (rating between 0 and 10),
  constraint posts_title_not_blank check (trim(title) <> ''),
  constraint posts_author_id_fkey foreign key (author_id) references users (id) on delete cascade,
  constraint posts_editor_id_fkey foreign key (editor_id) references users (id) on delete set null
);
create index posts_author_id_idx on posts (author_id);
create index posts_status_created_at_idx on posts (status, created_at desc);
create index posts_lower_idx on posts ((lower(title)));
create index posts_drafts_idx on posts (author_id) include (title) where status = 'draft';
create index posts_title_idx on posts using gin (title gin_trgm_ops);

-- step 11/23: create table tags
create table tags (
  id bigint generated always as identity not null,
  name character varying(50) not null,
  constraint tags_pkey primary key (id),
  constraint tags_name_key unique (name)
);

-- step 12/23: create table comments
create table comments (
  id uuid not null default gen_random_uuid(),
  post_id bigint not null,
  author_id bigint not null,
  body text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint comments_pkey primary key (id),
  constraint comments_post_id_fkey foreign key (post_id) references posts (id) on delete cascade,
  constraint comments_author_id_fkey foreign key (author_id) references users (id) on delete restrict
);
create index comments_post_id_idx on comments (post_id);
create index comments_author_id_idx on comments (author_id);

-- step 13/23: create table comment_likes
create table comment_likes (
  comment_id uuid not null,
  user_id bigint not null,
  liked_at timestamp with time zone not null default now(),
  constraint comment_likes_pkey primary key (comment_id, user_id),
  constraint comment_likes_comment_id_fkey foreign key (comment_id) references comments (id) on delete cascade,
  constraint comment_likes_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);
create index comment_likes_user_id_idx on comment_likes (user_id);

-- step 14/23: create table moderation.like_reports
create table moderation.like_reports (
  id bigint generated by default as identity not null,
  comment_id uuid not null,
  user_id bigint not null,
  reason text not null,
  constraint like_reports_pkey primary key (id),
  constraint like_reports_reason_length check (length(reason) <= 500),
  constraint like_reports_comment_id_user_id_fkey foreign key (comment_id, user_id) references comment_likes (comment_id, user_id) on delete cascade
);

-- step 15/23: create table promotions
create table promotions (
  id bigint generated by default as identity (start with 100) not null,
  number bigint not null default nextval('promotion_numbers'),
  post_id bigint not null,
  shown tstzrange not null,
  share percentage not null default 100,
  headline text collate "C",
  constraint promotions_pkey primary key (id),
  constraint promotions_number_key unique (number),
  constraint promotions_do_not_overlap exclude using gist (shown with &&),
  constraint promotions_post_id_fkey foreign key (post_id) references posts (id) on delete cascade deferrable
) with (fillfactor=90);
create index promotions_post_id_idx on promotions (post_id);

-- step 16/23: create table page_views
create table page_views (
  viewed_at timestamp with time zone not null default now(),
  path text not null,
  user_id bigint
) partition by range (viewed_at);
create table page_views_2026 partition of page_views for values from ('2026-01-01 00:00:00+00') to ('2027-01-01 00:00:00+00');
create table page_views_other partition of page_views default;
create index page_views_path_viewed_at_idx on page_views (path, viewed_at desc);

-- step 17/23: create table follows
create table follows (
  follower_id bigint not null,
  followed_id bigint not null,
  constraint follows_pkey primary key (follower_id, followed_id),
  constraint follows_follower_id_fkey foreign key (follower_id) references users (id) on delete cascade,
  constraint follows_followed_id_fkey foreign key (followed_id) references users (id) on delete cascade
);
create index follows_followed_id_follower_id_idx on follows (followed_id, follower_id);

-- step 18/23: create table post_tags
create table post_tags (
  post_id bigint not null,
  tag_id bigint not null,
  constraint post_tags_pkey primary key (post_id, tag_id),
  constraint post_tags_post_id_fkey foreign key (post_id) references posts (id) on delete cascade,
  constraint post_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade
);
create index post_tags_tag_id_post_id_idx on post_tags (tag_id, post_id);

-- step 19/23: sequence promotion_numbers owned by promotions.number
alter sequence promotion_numbers owned by promotions.number;

-- step 20/23: sql comments_touch
create trigger comments_touch before update on comments
for each row execute function touch_updated_at();

-- step 21/23: sql published_posts
create view published_posts as
select id, title, slug, author_id, created_at from posts where status = 'published';

-- step 22/23: sql promotions_for_all
create policy promotions_for_all on promotions for select using (true);

-- step 23/23: row-level security of promotions
alter table promotions enable row level security;
