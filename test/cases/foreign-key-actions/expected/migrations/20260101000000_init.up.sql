-- migration 20260101000000_init, up
-- parent: none

-- step 1/5: create table owners
create table owners (
  id bigint generated always as identity not null,
  handle text not null,
  constraint owners_pkey primary key (id),
  constraint owners_handle_key unique (handle)
);

-- step 2/5: create table things
create table things (
  id bigint generated always as identity not null,
  cascaded bigint not null,
  restricted bigint not null,
  nulled bigint,
  defaulted bigint not null default 1,
  refused bigint not null,
  handle text,
  constraint things_pkey primary key (id),
  constraint things_cascaded_fkey foreign key (cascaded) references owners (id) on delete cascade on update cascade,
  constraint things_restricted_fkey foreign key (restricted) references owners (id) on delete restrict on update restrict,
  constraint things_nulled_fkey foreign key (nulled) references owners (id) on delete set null,
  constraint things_defaulted_fkey foreign key (defaulted) references owners (id) on delete set default,
  constraint things_refused_fkey foreign key (refused) references owners (id),
  constraint things_handle_fkey foreign key (handle) references owners (handle) on update cascade
);

-- step 3/5: create table hens
create table hens (
  id bigint generated always as identity not null,
  egg_id bigint not null,
  constraint hens_pkey primary key (id)
);

-- step 4/5: create table eggs
create table eggs (
  id bigint generated always as identity not null,
  hen_id bigint,
  constraint eggs_pkey primary key (id),
  constraint eggs_hen_id_fkey foreign key (hen_id) references hens (id)
);

-- step 5/5: add foreign key hens.hens_egg_id_fkey
alter table hens add constraint hens_egg_id_fkey foreign key (egg_id) references eggs (id);
