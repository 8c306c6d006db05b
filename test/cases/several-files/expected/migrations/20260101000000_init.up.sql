-- migration 20260101000000_init, up
-- parent: none

-- step 1/3: create enum room_kind
create type room_kind as enum (
  'kitchen',
  'bath'
);

-- step 2/3: create table homes
create table homes (
  id bigint generated always as identity not null,
  created_at timestamp with time zone not null default now(),
  constraint homes_pkey primary key (id),
  constraint homes_created_at_check check (created_at > '2000-01-01')
);
create index homes_created_at_idx on homes (created_at);

-- step 3/3: create table rooms
create table rooms (
  id bigint generated always as identity not null,
  kind room_kind not null,
  home_id bigint not null,
  created_at timestamp with time zone not null default now(),
  constraint rooms_pkey primary key (id),
  constraint rooms_created_at_check check (created_at > '2000-01-01'),
  constraint rooms_home_id_fkey foreign key (home_id) references homes (id)
);
create index rooms_created_at_idx on rooms (created_at);
