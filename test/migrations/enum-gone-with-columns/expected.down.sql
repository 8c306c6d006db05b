-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of shirts.size

-- step 1/3: create enum size
create type size as enum (
  'small',
  'large'
);

-- step 2/3: add column shirts.size
alter table shirts add column size size not null default 'small';

-- step 3/3: create index shirts_size_idx on shirts
-- outside a transaction
create index concurrently shirts_size_idx on shirts (size);
