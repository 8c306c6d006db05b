-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill notes.slug with lower(heading)
-- the spec allows: fill notes.body with heading

-- check 1/2: every row gets notes.slug: lower(heading)
-- otherwise: fill what it is made of, or write another "backfill" at notes.slug
select id from (select ctid, id, title as heading, body from notes) as notes where (lower(heading)) is null;

-- check 2/2: every row gets notes.body: heading
-- otherwise: fill what it is made of, or write another "backfill" at notes.body
select id from (select ctid, id, title as heading, body from notes) as notes where body is null and (heading) is null;

-- step 1/12: rename column title to heading of notes
-- locks: notes access exclusive
alter table notes rename column title to heading;

-- step 2/12: add column notes.slug
-- locks: notes access exclusive
alter table notes add column slug text;

-- step 3/12: fill notes.slug
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
    update notes set slug = lower(heading)
    where id >= batch_first and id <= batch_last and slug is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/12: expect values of notes.slug
-- locks: notes access exclusive
alter table notes add constraint notes_slug__not_null check (slug is not null) not valid;

-- step 5/12: fill notes.slug: what came meanwhile
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
    update notes set slug = lower(heading)
    where id >= batch_first and id <= batch_last and slug is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/12: validate check notes.notes_slug__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_slug__not_null;

-- step 7/12: set not null of notes.slug
-- locks: notes access exclusive
alter table notes alter column slug set not null;
alter table notes drop constraint notes_slug__not_null;

-- step 8/12: fill notes.body
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
    update notes set body = heading
    where id >= batch_first and id <= batch_last and body is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 9/12: expect values of notes.body
-- locks: notes access exclusive
alter table notes add constraint notes_body__not_null check (body is not null) not valid;

-- step 10/12: fill notes.body: what came meanwhile
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
    update notes set body = heading
    where id >= batch_first and id <= batch_last and body is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 11/12: validate check notes.notes_body__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_body__not_null;

-- step 12/12: set not null of notes.body
-- locks: notes access exclusive
alter table notes alter column body set not null;
alter table notes drop constraint notes_body__not_null;
