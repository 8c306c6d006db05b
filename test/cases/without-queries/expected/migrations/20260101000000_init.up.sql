-- migration 20260101000000_init, up
-- parent: none

-- step 1/2: create table users
create table users (
  id bigint generated always as identity not null,
  email text not null,
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email)
);

-- step 2/2: create table posts
create table posts (
  id bigint generated always as identity not null,
  author_id bigint not null,
  constraint posts_pkey primary key (id),
  constraint posts_author_id_fkey foreign key (author_id) references users (id)
);
