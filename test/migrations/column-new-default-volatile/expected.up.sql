-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill notes.code with gen_random_uuid()

-- step 1/6: add column notes.code
-- locks: notes access exclusive
alter table notes add column code uuid;
alter table notes alter column code set default gen_random_uuid();

-- step 2/6: fill notes.code
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
    update notes set code = gen_random_uuid()
    where id >= batch_first and id <= batch_last and code is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of notes.code
-- locks: notes access exclusive
alter table notes add constraint notes_code__not_null check (code is not null) not valid;

-- step 4/6: fill notes.code: what came meanwhile
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
    update notes set code = gen_random_uuid()
    where id >= batch_first and id <= batch_last and code is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/6: validate check notes.notes_code__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_code__not_null;

-- step 6/6: set not null of notes.code
-- locks: notes access exclusive
alter table notes alter column code set not null;
alter table notes drop constraint notes_code__not_null;
