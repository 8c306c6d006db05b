-- migration 20260101000000_init, up
-- parent: none

-- step 1/12: create table owners
create table owners (
  id bigint generated always as identity not null,
  handle text not null,
  constraint owners_pkey primary key (id),
  constraint owners_handle_key unique (handle)
);

-- step 2/12: create table things
create table things (
  id bigint generated always as identity not null,
  cascaded bigint not null,
  restricted bigint not null,
  nulled bigint,
  defaulted bigint not null default 1,
  refused bigint not null,
  handle text,
  constraint things_pkey primary key (id)
);

-- step 3/12: create table hens
create table hens (
  id bigint generated always as identity not null,
  egg_id bigint not null,
  constraint hens_pkey primary key (id)
);

-- step 4/12: create table eggs
create table eggs (
  id bigint generated always as identity not null,
  hen_id bigint,
  constraint eggs_pkey primary key (id)
);

-- step 5/12: add foreign key things.things_cascaded_fkey
alter table things add constraint things_cascaded_fkey foreign key (cascaded) references owners (id) on delete cascade on update cascade;

-- step 6/12: add foreign key things.things_restricted_fkey
alter table things add constraint things_restricted_fkey foreign key (restricted) references owners (id) on delete restrict on update restrict;

-- step 7/12: add foreign key things.things_nulled_fkey
alter table things add constraint things_nulled_fkey foreign key (nulled) references owners (id) on delete set null;

-- step 8/12: add foreign key things.things_defaulted_fkey
alter table things add constraint things_defaulted_fkey foreign key (defaulted) references owners (id) on delete set default;

-- step 9/12: add foreign key things.things_refused_fkey
alter table things add constraint things_refused_fkey foreign key (refused) references owners (id);

-- step 10/12: add foreign key things.things_handle_fkey
alter table things add constraint things_handle_fkey foreign key (handle) references owners (handle) on update cascade;

-- step 11/12: add foreign key eggs.eggs_hen_id_fkey
alter table eggs add constraint eggs_hen_id_fkey foreign key (hen_id) references hens (id);

-- step 12/12: add foreign key hens.hens_egg_id_fkey
alter table hens add constraint hens_egg_id_fkey foreign key (egg_id) references eggs (id);
