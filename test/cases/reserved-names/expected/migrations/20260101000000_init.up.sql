-- migration 20260101000000_init, up
-- parent: none

-- step 1/5: create table classes
create table classes (
  id bigint generated always as identity not null,
  delete text not null,
  "default" text,
  new boolean not null,
  "select" integer not null,
  class text not null,
  constraint classes_pkey primary key (id),
  constraint classes_delete_key unique (delete),
  constraint classes_class_check check ("class" <> '')
);
create index classes_select_idx on classes ("select");

-- step 2/5: create table "table"
create table "table" (
  id bigint generated always as identity not null,
  "from" bigint not null,
  "order" integer not null default 0,
  constraint table_pkey primary key (id),
  constraint table_from_fkey foreign key ("from") references classes (id)
);

-- step 3/5: create table sessions
create table sessions (
  token text not null,
  constraint sessions_pkey primary key (token)
);

-- step 4/5: create table transactions
create table transactions (
  id uuid not null default gen_random_uuid(),
  constraint transactions_pkey primary key (id)
);

-- step 5/5: create table pages
create table pages (
  id uuid not null default gen_random_uuid(),
  constraint pages_pkey primary key (id)
);
