-- migration 20260101000000_init, up
-- parent: none

-- step 1/2: create enum quote
create type quote as enum (
  '''',
  '"',
  '`${x}`',
  '*/',
  E'\\'
);

-- step 2/2: create table texts
create table texts (
  id bigint generated always as identity not null,
  one text not null default '''; drop table texts; --',
  two text default E'`${globalThis.pwned()}` \\ $$  ',
  quote quote not null default '*/',
  constraint texts_pkey primary key (id),
  constraint texts_one_check check (one <> '`${globalThis.pwned()}`')
);
create index texts_coalesce_idx on texts ((coalesce(two, '${x}`')));
comment on table texts is 'Ends here */ globalThis.pwned() /* or ` ${there} @ts-ignore';
comment on column texts.one is E'Line one\nline two';
