-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every counters.value fits integer
-- otherwise: change the values that do not
select name from counters where value not between -2147483648 and 2147483647;

-- step 1/5: change counters.value to integer: columns beside, kept in step by a trigger
alter table counters add column value__new integer;
create function zz_counters_in_step() returns trigger language plpgsql as $$
begin
  new.value__new := new.value;
  return new;
end
$$;
create trigger zz_counters_in_step before insert or update on counters
for each row execute function zz_counters_in_step();

-- step 2/5: fill counters.value__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first counters.name%type;
  batch_last counters.name%type;
begin
  select name into batch_first from counters order by name limit 1;
  while batch_first is not null loop
    select name into batch_last
    from (select name from counters where name >= batch_first order by name limit 1000) as batch
    order by name desc limit 1;
    update counters set value__new = value
    where name >= batch_first and name <= batch_last and value__new is null and value is not null;
    commit;
    select name into batch_first from counters where name > batch_last order by name limit 1;
  end loop;
end
$$;

-- step 3/5: expect values of counters.value__new
alter table counters add constraint counters_value__not_null check (value__new is not null) not valid;

-- step 4/5: validate check counters.counters_value__not_null
alter table counters validate constraint counters_value__not_null;

-- step 5/5: change counters.value to integer: columns change places
lock table counters in access exclusive mode;
drop trigger zz_counters_in_step on counters;
drop function zz_counters_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('counters'::regclass, 'value', 'value__new'))
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
alter table counters drop column value;
alter table counters rename column value__new to value;
alter table counters alter column value set not null;
alter table counters drop constraint counters_value__not_null;
alter table counters alter column value set default 0;
