-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.words as they were: they are converted from text

-- step 1/5: change notes.words to integer: columns beside, kept in step by a trigger
alter table notes add column words__new integer;
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  select (words::text::integer)::integer into new.words__new from (select new.*) as notes;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/5: fill notes.words__new
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
    update notes set words__new = (words::text::integer)::integer
    where id >= batch_first and id <= batch_last and words__new is null and (words::text::integer) is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/5: expect values of notes.words__new
alter table notes add constraint notes_words__not_null check (words__new is not null) not valid;

-- step 4/5: validate check notes.notes_words__not_null
alter table notes validate constraint notes_words__not_null;

-- step 5/5: change notes.words to integer: columns change places
lock table notes in access exclusive mode;
drop trigger zz_notes_in_step on notes;
drop function zz_notes_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('notes'::regclass, 'words', 'words__new'))
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
alter table notes drop column words;
alter table notes rename column words__new to words;
alter table notes alter column words set not null;
alter table notes drop constraint notes_words__not_null;
alter table notes alter column words set default 0;
