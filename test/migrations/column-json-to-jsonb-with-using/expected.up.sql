-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change notes.body from json to jsonb using body::jsonb

-- step 1/6: change notes.body to jsonb: columns beside, kept in step by a trigger
-- locks: notes access exclusive
alter table notes add column body__new jsonb;
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  select (body::jsonb)::jsonb into new.body__new from (select new.*) as notes;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/6: fill notes.body__new
-- outside a transaction
-- locks: notes row exclusive
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
    update notes set body__new = (body::jsonb)::jsonb
    where id >= batch_first and id <= batch_last and body__new is null and (body::jsonb) is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of notes.body__new
-- locks: notes access exclusive
alter table notes add constraint notes_body__not_null check (body__new is not null) not valid;

-- step 4/6: validate check notes.notes_body__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_body__not_null;

-- step 5/6: change notes.body to jsonb: columns change places
-- locks: notes access exclusive
lock table notes in access exclusive mode;
drop trigger zz_notes_in_step on notes;
drop function zz_notes_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('notes'::regclass, 'body', 'body__new'))
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
alter table notes drop column body;
alter table notes rename column body__new to body;
alter table notes alter column body set not null;
alter table notes drop constraint notes_body__not_null;

-- step 6/6: create index notes_body_idx on notes
-- outside a transaction
-- locks not measured
create index concurrently notes_body_idx on notes using gin (body);
