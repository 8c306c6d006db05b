-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row has names.first
-- otherwise: fill it, or write "backfill: <expression>" at names.first
select id from (select ctid, id, first as last, last as first, nick as alias, alias as nick from names) as names where first is null;

-- step 1/3: rename column first to last, last to first, nick to alias, alias to nick of names
-- locks: names access exclusive
alter table names rename column first to first__aside;
alter table names rename column last to first;
alter table names rename column nick to nick__aside;
alter table names rename column alias to nick;
alter table names rename column first__aside to last;
alter table names rename column nick__aside to alias;
do $$
begin
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_first_not_null') then
    alter table names rename constraint names_first_not_null to names_last_not_null;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_nick_not_null') then
    alter table names rename constraint names_nick_not_null to names_nick_not_null__aside;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_alias_not_null') then
    alter table names rename constraint names_alias_not_null to names_nick_not_null;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_nick_not_null__aside') then
    alter table names rename constraint names_nick_not_null__aside to names_alias_not_null;
  end if;
end
$$;

-- step 2/3: set not null of names.first
-- locks: names access exclusive
alter table names add constraint names_first_not_null not null first not valid;

-- step 3/3: validate not null names.names_first_not_null
-- locks: names share update exclusive
-- reads all rows: names
alter table names validate constraint names_first_not_null;
