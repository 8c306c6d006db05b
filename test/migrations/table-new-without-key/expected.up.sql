-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create table events
create table events (
  at timestamp with time zone not null default now(),
  what text not null
);
