-- migration 20260102000000_change, up
-- parent: none

-- step 1/5: change notes.owner to bigint: columns beside, kept in step by a trigger
-- locks: notes access exclusive
alter table notes add column owner__new bigint;
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  new.owner__new := new.owner;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/5: fill notes.owner__new
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
    update notes set owner__new = owner
    where id >= batch_first and id <= batch_last and owner__new is null and owner is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/5: expect values of notes.owner__new
-- locks: notes access exclusive
alter table notes add constraint notes_owner__not_null check (owner__new is not null) not valid;

-- step 4/5: validate check notes.notes_owner__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_owner__not_null;

-- step 5/5: undo sql own_notes, change notes.owner to bigint: columns change places, sql own_notes
-- locks: notes access exclusive
drop policy own_notes on notes;
lock table notes in access exclusive mode;
drop trigger zz_notes_in_step on notes;
drop function zz_notes_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('notes'::regclass, 'owner', 'owner__new'))
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
alter table notes drop column owner;
alter table notes rename column owner__new to owner;
alter table notes alter column owner set not null;
alter table notes drop constraint notes_owner__not_null;
create policy own_notes on notes using (owner = 7);
