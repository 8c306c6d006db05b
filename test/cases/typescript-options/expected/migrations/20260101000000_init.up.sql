-- migration 20260101000000_init, up
-- parent: none

-- step 1/1: create table orders
create table orders (
  id bigint generated always as identity not null,
  total numeric(12,2) not null default 0,
  exact_total numeric,
  placed_at timestamp with time zone not null default now(),
  placed_date date,
  shipped_at timestamp with time zone,
  version bigint not null default 1,
  lines jsonb not null,
  meta json not null default '{}',
  constraint orders_pkey primary key (id)
);
