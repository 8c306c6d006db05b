-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill notes.body with title

-- check 1/2: every row has notes.title
-- otherwise: fill it, or write "backfill: <expression>" at notes.title
select id from notes where title is null;

-- check 2/2: every row gets notes.body: title
-- otherwise: fill what it is made of, or write another "backfill" at notes.body
select id from notes where body is null and (title) is null;

-- step 1/8: expect values of notes.title
-- locks: notes access exclusive
alter table notes add constraint notes_title__not_null check (title is not null) not valid;

-- step 2/8: validate check notes.notes_title__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_title__not_null;

-- step 3/8: set not null of notes.title
-- locks: notes access exclusive
alter table notes alter column title set not null;
alter table notes drop constraint notes_title__not_null;

-- step 4/8: fill notes.body
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
    update notes set body = title
    where id >= batch_first and id <= batch_last and body is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/8: expect values of notes.body
-- locks: notes access exclusive
alter table notes add constraint notes_body__not_null check (body is not null) not valid;

-- step 6/8: fill notes.body: what came meanwhile
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
    update notes set body = title
    where id >= batch_first and id <= batch_last and body is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 7/8: validate check notes.notes_body__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_body__not_null;

-- step 8/8: set not null of notes.body
-- locks: notes access exclusive
alter table notes alter column body set not null;
alter table notes drop constraint notes_body__not_null;
