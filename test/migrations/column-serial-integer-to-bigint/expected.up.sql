-- migration 20260102000000_change, up
-- parent: none

-- step 1/7: alter sequence invoices_id_seq
alter sequence invoices_id_seq as bigint;

-- step 2/7: change invoices.id to bigint: columns beside, kept in step by a trigger
-- locks: invoices access exclusive
alter table invoices add column id__new bigint;
create function zz_invoices_in_step() returns trigger language plpgsql as $$
begin
  new.id__new := new.id;
  return new;
end
$$;
create trigger zz_invoices_in_step before insert or update on invoices
for each row execute function zz_invoices_in_step();

-- step 3/7: fill invoices.id__new
-- outside a transaction
-- locks: invoices row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first invoices.id%type;
  batch_last invoices.id%type;
begin
  select id into batch_first from invoices order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from invoices where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update invoices set id__new = id
    where id >= batch_first and id <= batch_last and id__new is null and id is not null;
    commit;
    select id into batch_first from invoices where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/7: expect values of invoices.id__new
-- locks: invoices access exclusive
alter table invoices add constraint invoices_id__not_null check (id__new is not null) not valid;

-- step 5/7: validate check invoices.invoices_id__not_null
-- locks: invoices share update exclusive
-- reads all rows: invoices
alter table invoices validate constraint invoices_id__not_null;

-- step 6/7: build index invoices_pkey__new on invoices
-- outside a transaction
-- locks not measured
create unique index concurrently invoices_pkey__new on invoices (id__new);

-- step 7/7: change invoices.id to bigint: columns change places
-- locks: invoices access exclusive
lock table invoices in access exclusive mode;
drop trigger zz_invoices_in_step on invoices;
drop function zz_invoices_in_step();
alter sequence invoices_id_seq owned by none;
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('invoices'::regclass, 'id', 'id__new'))
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
alter table invoices drop column id;
alter table invoices rename column id__new to id;
alter table invoices alter column id set not null;
alter table invoices drop constraint invoices_id__not_null;
alter table invoices alter column id set default nextval('invoices_id_seq');
alter table invoices add constraint invoices_pkey primary key using index invoices_pkey__new;
alter sequence invoices_id_seq owned by invoices.id;
