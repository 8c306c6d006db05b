-- migration 20260102000000_change, down
-- parent: none

-- step 1/6: change visits.name to text: columns beside, kept in step by a trigger
alter table visits add column name__new text;
create function zz_visits_in_step() returns trigger language plpgsql as $$
begin
  new.name__new := new.name;
  return new;
end
$$;
create trigger zz_visits_in_step before insert or update on visits
for each row execute function zz_visits_in_step();

-- step 2/6: fill visits.name__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first visits.id%type;
  batch_last visits.id%type;
begin
  select id into batch_first from visits order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from visits where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update visits set name__new = name
    where id >= batch_first and id <= batch_last and name__new is null and name is not null;
    commit;
    select id into batch_first from visits where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of visits.name__new
alter table visits add constraint visits_name__not_null check (name__new is not null) not valid;

-- step 4/6: validate check visits.visits_name__not_null
alter table visits validate constraint visits_name__not_null;

-- step 5/6: build index visits_name_idx__new on visits
-- outside a transaction
create index concurrently visits_name_idx__new on visits (name__new);

-- step 6/6: change visits.name to text: columns change places
lock table visits in access exclusive mode;
drop trigger zz_visits_in_step on visits;
drop function zz_visits_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('visits'::regclass, 'name', 'name__new'))
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
alter table visits drop column name;
alter table visits rename column name__new to name;
alter table visits alter column name set not null;
alter table visits drop constraint visits_name__not_null;
alter index visits_name_idx__new rename to visits_name_idx;
