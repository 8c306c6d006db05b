-- migration 20260101000000_init, up
-- parent: none

-- step 1/1: create table items
create table items (
  id uuid not null default gen_random_uuid(),
  title character varying(10) not null,
  weight real,
  flags bit(3) not null default '000',
  constraint items_pkey primary key (id),
  constraint items_title_key unique (title)
);
