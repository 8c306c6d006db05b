-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: turn "medium" of enum size into "large"

-- step 1/2: change values of enum size, shirts.size
-- locks: shirts access exclusive
-- rewrites: shirts
drop index shirts_id_idx;
alter type size rename to size__old;
create type size as enum (
  'large',
  'small'
);
alter table shirts alter column size drop default, alter column size type size using (case size::text when 'medium' then 'large' else size::text end)::size, alter column size set default 'large';
drop type size__old;

-- step 2/2: create index shirts_id_idx on shirts
-- locks: shirts share
-- reads all rows: shirts
create index shirts_id_idx on shirts (id) where size = 'large';
