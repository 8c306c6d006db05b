-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: add column notes.is_open
-- locks: notes access exclusive
alter table notes add column is_open boolean not null default true;

-- step 2/3: add column notes.tags
-- locks: notes access exclusive
alter table notes add column tags text[] not null default '{}';

-- step 3/3: add column notes.price
-- locks: notes access exclusive
alter table notes add column price numeric(8,2) not null default '9.90';
