-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.mood as they were: they are converted from mood

-- check 1/1: every row of notes fulfils mood in ('calm', 'wild')
-- otherwise: change or delete the rows that do not
select id from notes where not (mood in ('calm', 'wild'));

-- step 1/9: change notes.mood to text: columns beside, kept in step by a trigger
alter table notes add column mood__new text;
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  new.mood__new := new.mood;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/9: fill notes.mood__new
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
    update notes set mood__new = mood
    where id >= batch_first and id <= batch_last and mood__new is null and mood is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/9: expect values of notes.mood__new
alter table notes add constraint notes_mood__not_null check (mood__new is not null) not valid;

-- step 4/9: validate check notes.notes_mood__not_null
alter table notes validate constraint notes_mood__not_null;

-- step 5/9: build index notes_id_idx__new on notes
-- outside a transaction
create index concurrently notes_id_idx__new on notes (id) where mood__new = 'wild';

-- step 6/9: change notes.mood to text: columns change places
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

-- step 7/9: add check notes.notes_mood_check
alter table notes add constraint notes_mood_check check (mood in ('calm', 'wild')) not valid;

-- step 8/9: validate check notes.notes_mood_check
alter table notes validate constraint notes_mood_check;

-- step 9/9: drop enum mood
drop type mood;
