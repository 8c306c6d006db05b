-- migration 20260101000000_init, up
-- parent: none

-- step 1/3: create extension citext
create extension if not exists citext;

-- step 2/3: create table accounts
create table accounts (
  id bigint generated always as identity not null,
  login citext not null,
  password_hash text not null,
  reset_token text,
  seen_at timestamp with time zone not null default now(),
  login_length integer generated always as (length(login)) stored,
  constraint accounts_pkey primary key (id),
  constraint accounts_login_key unique (login),
  constraint accounts_reset_token_key unique (reset_token)
);

-- step 3/3: create table api_keys
create table api_keys (
  id uuid not null default gen_random_uuid(),
  secret bytea not null,
  account_id bigint not null,
  constraint api_keys_pkey primary key (id),
  constraint api_keys_account_id_fkey foreign key (account_id) references accounts (id)
);
