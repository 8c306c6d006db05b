-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename column last to first, first to last, alias to nick, nick to alias of names
alter table names rename column last to last__aside;
alter table names rename column first to last;
alter table names rename column alias to alias__aside;
alter table names rename column nick to alias;
alter table names rename column last__aside to first;
alter table names rename column alias__aside to nick;
do $$
begin
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_last_not_null') then
    alter table names rename constraint names_last_not_null to names_last_not_null__aside;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_first_not_null') then
    alter table names rename constraint names_first_not_null to names_last_not_null;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_alias_not_null') then
    alter table names rename constraint names_alias_not_null to names_alias_not_null__aside;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_nick_not_null') then
    alter table names rename constraint names_nick_not_null to names_alias_not_null;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_last_not_null__aside') then
    alter table names rename constraint names_last_not_null__aside to names_first_not_null;
  end if;
  if exists (select from pg_constraint where conrelid = 'names'::regclass and contype = 'n' and conname = 'names_alias_not_null__aside') then
    alter table names rename constraint names_alias_not_null__aside to names_nick_not_null;
  end if;
end
$$;

-- step 2/2: drop not null of names.last
alter table names alter column last drop not null;
