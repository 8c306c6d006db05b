-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which values of enum size were "medium"

-- step 1/2: change values of enum size, shirts.size
drop index shirts_id_idx;
alter type size rename to size__old;
create type size as enum (
  'small',
  'medium',
  'large'
);
alter table shirts alter column size drop default, alter column size type size using (size::text)::size, alter column size set default 'medium';
drop type size__old;

-- step 2/2: create index shirts_id_idx on shirts
create index shirts_id_idx on shirts (id) where size = 'large';
