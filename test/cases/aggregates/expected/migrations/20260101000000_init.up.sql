-- migration 20260101000000_init, up
-- parent: none

-- step 1/1: create table sales
create table sales (
  id bigint generated always as identity not null,
  region text not null,
  amount numeric(12,2) not null,
  units integer not null,
  ratio real,
  sold_at timestamp with time zone not null,
  took interval,
  constraint sales_pkey primary key (id)
);
