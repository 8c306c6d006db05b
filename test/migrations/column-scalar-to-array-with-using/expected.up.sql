-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change notes.tag from text to text[] using case when tag is not null then array[tag] end

-- step 1/3: change notes.tag to text[]: columns beside, kept in step by a trigger
-- locks: notes access exclusive
alter table notes add column tag__new text[];
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  select (case when tag is not null then array[tag] end)::text[] into new.tag__new from (select new.*) as notes;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/3: fill notes.tag__new
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
    update notes set tag__new = (case when tag is not null then array[tag] end)::text[]
    where id >= batch_first and id <= batch_last and tag__new is null and (case when tag is not null then array[tag] end) is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/3: change notes.tag to text[]: columns change places
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
    with places (owner, gone, beside) as (values ('notes'::regclass, 'tag', 'tag__new'))
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
alter table notes drop column tag;
alter table notes rename column tag__new to tag;
