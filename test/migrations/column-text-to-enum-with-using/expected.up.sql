-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change notes.mood from text to mood using mood::mood

-- step 1/8: drop check notes.notes_mood_check
-- locks: notes access exclusive
alter table notes drop constraint notes_mood_check;

-- step 2/8: create enum mood
create type mood as enum (
  'calm',
  'wild'
);

-- step 3/8: change notes.mood to mood: columns beside, kept in step by a trigger
-- locks: notes access exclusive
alter table notes add column mood__new mood;
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  select (mood::mood)::mood into new.mood__new from (select new.*) as notes;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 4/8: fill notes.mood__new
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
    update notes set mood__new = (mood::mood)::mood
    where id >= batch_first and id <= batch_last and mood__new is null and (mood::mood) is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/8: expect values of notes.mood__new
-- locks: notes access exclusive
alter table notes add constraint notes_mood__not_null check (mood__new is not null) not valid;

-- step 6/8: validate check notes.notes_mood__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_mood__not_null;

-- step 7/8: build index notes_id_idx__new on notes
-- outside a transaction
-- locks not measured
create index concurrently notes_id_idx__new on notes (id) where mood__new = 'wild';

-- step 8/8: change notes.mood to mood: columns change places
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
    with places (owner, gone, beside) as (values ('notes'::regclass, 'mood', 'mood__new'))
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
alter table notes drop column mood;
alter table notes rename column mood__new to mood;
alter table notes alter column mood set not null;
alter table notes drop constraint notes_mood__not_null;
alter table notes alter column mood set default 'calm';
alter index notes_id_idx__new rename to notes_id_idx;
