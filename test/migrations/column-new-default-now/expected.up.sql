-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add column notes.seen_at
-- locks: notes access exclusive
alter table notes add column seen_at timestamp with time zone not null default now();
