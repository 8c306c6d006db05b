-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: create table eggs
create table eggs (
  id bigint generated always as identity not null,
  hen_id bigint not null,
  constraint eggs_pkey primary key (id)
);

-- step 2/3: create table hens
create table hens (
  id bigint generated always as identity not null,
  egg_id bigint,
  constraint hens_pkey primary key (id),
  constraint hens_egg_id_fkey foreign key (egg_id) references eggs (id)
);

-- step 3/3: add foreign key eggs.eggs_hen_id_fkey
alter table eggs add constraint eggs_hen_id_fkey foreign key (hen_id) references hens (id);
