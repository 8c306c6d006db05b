-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill notes.body with 'about ' || title

-- step 1/5: fill notes.body
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
    update notes set body = 'about ' || title
    where id >= batch_first and id <= batch_last and body is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 2/5: expect values of notes.body
-- locks: notes access exclusive
alter table notes add constraint notes_body__not_null check (body is not null) not valid;

-- step 3/5: fill notes.body: what came meanwhile
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
    update notes set body = 'about ' || title
    where id >= batch_first and id <= batch_last and body is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/5: validate check notes.notes_body__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_body__not_null;

-- step 5/5: set not null of notes.body
-- locks: notes access exclusive
alter table notes alter column body set not null;
alter table notes drop constraint notes_body__not_null;
