-- migration 20260101000000_init, up
-- parent: none

-- step 1/2: create extension pg_trgm
create extension if not exists pg_trgm;

-- step 2/2: create table places
create table places (
  id bigint generated always as identity not null,
  name text not null,
  slug text not null,
  code text,
  area double precision not null,
  spot point,
  attributes jsonb not null default '{}',
  opened_on date,
  size integer not null,
  constraint places_pkey primary key (id),
  constraint place_slug_is_unique unique (slug),
  constraint places_code_key unique nulls not distinct (code),
  constraint places_area_check check (area > 0),
  constraint place_size_is_small check (size between 1 and 100),
  constraint places_check check (area > size),
  constraint place_is_named check (name <> '' or slug <> '')
);
create index places_name_idx on places (name);
create index places_attributes_idx on places using gin (attributes);
create index places_opened_on_idx on places (opened_on) where opened_on is not null;
create index places_name_opened_on_idx on places (name, opened_on desc);
create unique index places_lower_idx on places ((lower(name)));
create index places_expr_size_idx on places ((area * 2), size desc nulls last);
create index place_name_search on places using gin (name gin_trgm_ops);
create index places_opened_on_idx1 on places using brin (opened_on);
create index places_spot_idx on places using gist (spot);
create index places_slug_idx on places using hash (slug);
create unique index places_code_name_area_idx on places (code) include (name, area) where size > 10;
