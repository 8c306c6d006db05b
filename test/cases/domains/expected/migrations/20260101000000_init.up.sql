-- migration 20260101000000_init, up
-- parent: none

-- step 1/5: create schema kinds
create schema kinds;

-- step 2/5: create domain email
create domain email as text constraint email_check check (value ~ '@');
comment on domain email is 'An address.';

-- step 3/5: create domain percent
create domain percent as numeric(5,2) default 0 constraint percent_check check (value >= 0) constraint percent_most check (value <= 100);

-- step 4/5: create domain kinds.short_name
create domain kinds.short_name as character varying(50) collate "C" not null;

-- step 5/5: create table users
create table users (
  id bigint generated always as identity not null,
  email email not null,
  other_emails email[] not null default '{}',
  share percent,
  slug kinds.short_name not null,
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email)
);
