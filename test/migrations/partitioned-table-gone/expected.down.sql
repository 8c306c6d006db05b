-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of events

-- step 1/1: create table events
create table events (
  id bigint not null,
  happened date not null,
  constraint events_pkey primary key (id, happened)
) partition by range (happened);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
