-- migration 20260101000000_init, up
-- parent: none

-- step 1/13: create extension pg_trgm
create extension if not exists pg_trgm;

-- step 2/13: create table places
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

-- step 3/13: create index places_name_idx on places
create index places_name_idx on places (name);

-- step 4/13: create index places_attributes_idx on places
create index places_attributes_idx on places using gin (attributes);

-- step 5/13: create index places_opened_on_idx on places
create index places_opened_on_idx on places (opened_on) where opened_on is not null;

-- step 6/13: create index places_name_opened_on_idx on places
create index places_name_opened_on_idx on places (name, opened_on desc);

-- step 7/13: create index places_lower_idx on places
create unique index places_lower_idx on places ((lower(name)));

-- step 8/13: create index places_expr_size_idx on places
create index places_expr_size_idx on places ((area * 2), size desc nulls last);

-- step 9/13: create index place_name_search on places
create index place_name_search on places using gin (name gin_trgm_ops);

-- step 10/13: create index places_opened_on_idx1 on places
create index places_opened_on_idx1 on places using brin (opened_on);

-- step 11/13: create index places_spot_idx on places
create index places_spot_idx on places using gist (spot);

-- step 12/13: create index places_slug_idx on places
create index places_slug_idx on places using hash (slug);

-- step 13/13: create index places_code_name_area_idx on places
create unique index places_code_name_area_idx on places (code) include (name, area) where size > 10;
