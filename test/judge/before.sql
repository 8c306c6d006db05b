-- What the database has before each of the migrations that are judged.
create type mood as enum ('calm', 'cross');
create domain email as text check (value ~ '@');
create domain word as text;
create sequence ticket_seq as integer;
create table users (
  id bigint generated always as identity primary key,
  email varchar(255) not null,
  name varchar(100),
  nick varchar(100),
  joined timestamp not null,
  seen timestamptz not null,
  price numeric(10,2) not null,
  number integer not null default nextval('ticket_seq'),
  score double precision not null,
  settings json not null,
  mood mood not null,
  shout text generated always as (upper(email)) stored,
  checked text,
  word word,
  constraint users_checked_check check (checked is not null and checked <> '')
);
create index users_name_nick_idx on users (name, nick);
create index users_email_idx on users (email) where nick is not null;
create table posts (
  id bigint generated always as identity primary key,
  user_id bigint not null references users,
  title text not null
);
create table events (id bigint, day date, primary key (id, day)) partition by range (day);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create table visits (id bigint, day date) partition by range (day);
create table visits_other partition of visits default;
create table loose (id bigint, day date);
create table closed (id bigint);
alter table closed enable row level security;
create policy closed_all on closed using (true);
create materialized view totals as select count(*) from users;
create view names as select name from users;
