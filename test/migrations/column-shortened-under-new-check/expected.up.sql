-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change notes.code from text to character varying(8) using left(code, 8)

-- check 1/1: every row of notes fulfils length(code) <= 8
-- otherwise: change or delete the rows that do not
select id from (select ctid, id, left(code, 8) as code from notes) as notes where not (length(code) <= 8);

-- step 1/7: change notes.code to character varying(8): columns beside, kept in step by a trigger
-- locks: notes access exclusive
alter table notes add column code__new character varying(8);
create function zz_notes_in_step() returns trigger language plpgsql as $$
begin
  select left(code, 8) into new.code__new from (select new.*) as notes;
  return new;
end
$$;
create trigger zz_notes_in_step before insert or update on notes
for each row execute function zz_notes_in_step();

-- step 2/7: fill notes.code__new
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
    update notes set code__new = left(code, 8)
    where id >= batch_first and id <= batch_last and code__new is null and (left(code, 8)) is not null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/7: expect values of notes.code__new
-- locks: notes access exclusive
alter table notes add constraint notes_code__not_null check (code__new is not null) not valid;

-- step 4/7: validate check notes.notes_code__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_code__not_null;

-- step 5/7: change notes.code to character varying(8): columns change places
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
    with places (owner, gone, beside) as (values ('notes'::regclass, 'code', 'code__new'))
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
alter table notes drop column code;
alter table notes rename column code__new to code;
alter table notes alter column code set not null;
alter table notes drop constraint notes_code__not_null;

-- step 6/7: add check notes.notes_code_check
-- locks: notes access exclusive
alter table notes add constraint notes_code_check check (length(code) <= 8) not valid;

-- step 7/7: validate check notes.notes_code_check
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_code_check;
