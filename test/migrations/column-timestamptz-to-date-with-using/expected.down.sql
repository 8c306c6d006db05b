-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.at as they were: they are converted from date

-- step 1/4: change notes.at to timestamp with time zone: columns beside, kept in step by a trigger
alter table notes add column at__new timestamp with time zone;
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  select at::timestamp at time zone 'UTC' into new.at__new from (select new.*) as notes;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/4: fill notes.at__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first notes.id%type;
  batch_last notes.id%type;
begin
  select id into batch_first from notes order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from notes where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update notes set at__new = at::timestamp at time zone 'UTC'
    where id >= batch_first and id <= batch_last and at__new is null and (at::timestamp at time zone 'UTC') is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/4: build index notes_at_idx__new on notes
-- outside a transaction
create index concurrently notes_at_idx__new on notes (at__new);

-- step 4/4: change notes.at to timestamp with time zone: columns change places
lock table notes in access exclusive mode;
drop trigger zz_notes_in_step on notes;
drop function zz_notes_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('notes'::regclass, 'at', 'at__new'))
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
alter table notes drop column at;
alter table notes rename column at__new to at;
alter index notes_at_idx__new rename to notes_at_idx;
