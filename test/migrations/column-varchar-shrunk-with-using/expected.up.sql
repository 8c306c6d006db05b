-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change notes.title from character varying(20) to character varying(10) using left(title, 10)

-- check 1/1: no two rows of notes become the same in title
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by title) as rows_alike from (select ctid, id, left(title, 10) as title from notes) as notes where title is not null) as counted where rows_alike > 1;

-- step 1/6: change notes.title to character varying(10): columns beside, kept in step by a trigger
-- locks: notes access exclusive
alter table notes add column title__new character varying(10);
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  select left(title, 10) into new.title__new from (select new.*) as notes;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/6: fill notes.title__new
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
    update notes set title__new = left(title, 10)
    where id >= batch_first and id <= batch_last and title__new is null and (left(title, 10)) is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of notes.title__new
-- locks: notes access exclusive
alter table notes add constraint notes_title__not_null check (title__new is not null) not valid;

-- step 4/6: validate check notes.notes_title__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_title__not_null;

-- step 5/6: build index notes_title_key__new on notes
-- outside a transaction
-- locks not measured
create unique index concurrently notes_title_key__new on notes (title__new);

-- step 6/6: change notes.title to character varying(10): columns change places
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
    with places (owner, gone, beside) as (values ('notes'::regclass, 'title', 'title__new'))
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
alter table notes drop column title;
alter table notes rename column title__new to title;
alter table notes alter column title set not null;
alter table notes drop constraint notes_title__not_null;
alter table notes alter column title set default 'none';
alter table notes add constraint notes_title_key unique using index notes_title_key__new;
