-- migration 20260102000000_change, up
-- parent: none

-- step 1/8: create enum size__new
create type size__new as enum (
  'large',
  'small'
);

-- step 2/8: change shirts.size to size, shirts.other_sizes to size[]: columns beside, kept in step by a trigger
-- locks: shirts access exclusive
alter table shirts add column size__new size__new;
alter table shirts add column other_sizes__new size__new[];
create function zz_shirts_in_step() returns trigger language plpgsql as $$
begin
  select (size::text)::size__new into new.size__new from (select new.*) as shirts;
  select (other_sizes::text[])::size__new[] into new.other_sizes__new from (select new.*) as shirts;
  return new;
end
$$;
create trigger zz_shirts_in_step before insert or update on shirts
for each row execute function zz_shirts_in_step();

-- step 3/8: fill shirts.size__new, shirts.other_sizes__new
-- outside a transaction
-- locks: shirts row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first shirts.id%type;
  batch_last shirts.id%type;
begin
  select id into batch_first from shirts order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from shirts where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update shirts set size__new = (size::text)::size__new, other_sizes__new = (other_sizes::text[])::size__new[]
    where id >= batch_first and id <= batch_last and ((size__new is null and (size::text) is not null) or (other_sizes__new is null and (other_sizes::text[]) is not null));
    commit;
    select id into batch_first from shirts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/8: expect values of shirts.size__new
-- locks: shirts access exclusive
alter table shirts add constraint shirts_size__not_null check (size__new is not null) not valid;

-- step 5/8: validate check shirts.shirts_size__not_null
-- locks: shirts share update exclusive
-- reads all rows: shirts
alter table shirts validate constraint shirts_size__not_null;

-- step 6/8: expect values of shirts.other_sizes__new
-- locks: shirts access exclusive
alter table shirts add constraint shirts_other_sizes__not_null check (other_sizes__new is not null) not valid;

-- step 7/8: validate check shirts.shirts_other_sizes__not_null
-- locks: shirts share update exclusive
-- reads all rows: shirts
alter table shirts validate constraint shirts_other_sizes__not_null;

-- step 8/8: change shirts.size to size, shirts.other_sizes to size[]: columns change places
-- locks: shirts access exclusive
lock table shirts in access exclusive mode;
drop trigger zz_shirts_in_step on shirts;
drop function zz_shirts_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('shirts'::regclass, 'size', 'size__new'), ('shirts'::regclass, 'other_sizes', 'other_sizes__new'))
    select format('grant %s (%I) on %s to %s%s', privilege_type, beside, owner,
      coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
    from places join pg_attribute on attrelid = owner and attname = gone, aclexplode(attacl)
    union all
    select format('alter table %s alter column %I set statistics %s', owner, beside, attstattarget)
    from places join pg_attribute on attrelid = owner and attname = gone where attstattarget >= 0
  loop
    execute statement;
  end loop;
end
$$;
alter table shirts drop column size;
alter table shirts drop column other_sizes;
drop type size;
alter type size__new rename to size;
alter table shirts rename column size__new to size;
alter table shirts rename column other_sizes__new to other_sizes;
alter table shirts alter column size set not null;
alter table shirts drop constraint shirts_size__not_null;
alter table shirts alter column other_sizes set not null;
alter table shirts drop constraint shirts_other_sizes__not_null;
alter table shirts alter column size set default 'small';
alter table shirts alter column other_sizes set default '{}';
