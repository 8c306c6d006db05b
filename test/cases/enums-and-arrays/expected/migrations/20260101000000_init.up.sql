-- migration 20260101000000_init, up
-- parent: none

-- step 1/4: create schema shop
create schema shop;

-- step 2/4: create enum colour
create type colour as enum (
  'red',
  'green',
  'light blue',
  'it''s'
);

-- step 3/4: create enum shop.shirt_size
create type shop.shirt_size as enum (
  'S',
  'M',
  'L'
);
comment on type shop.shirt_size is 'As printed on the label.';

-- step 4/4: create table shop.shirts
create table shop.shirts (
  id integer generated always as identity not null,
  colour colour not null default 'red',
  size shop.shirt_size,
  other_colours colour[] not null default '{green,"light blue"}',
  sizes shop.shirt_size[],
  tags text[] not null default '{}',
  constraint shirts_pkey primary key (id)
);
comment on column shop.shirts.size is 'Null while it is not known.';
