-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill people.full_name with concat_ws(' ', given, last)

-- step 1/9: rename column first to given of people
-- locks: people access exclusive
alter table people rename column first to given;

-- step 2/9: add column people.full_name
-- locks: people access exclusive
alter table people add column full_name character varying(50);

-- step 3/9: fill people.full_name
-- outside a transaction
-- locks: people row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first people.id%type;
  batch_last people.id%type;
begin
  select id into batch_first from people order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from people where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update people set full_name = concat_ws(' ', given, last)
    where id >= batch_first and id <= batch_last and full_name is null;
    commit;
    select id into batch_first from people where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/9: expect values of people.full_name
-- locks: people access exclusive
alter table people add constraint people_full_name__not_null check (full_name is not null) not valid;

-- step 5/9: fill people.full_name: what came meanwhile
-- outside a transaction
-- locks: people row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first people.id%type;
  batch_last people.id%type;
begin
  select id into batch_first from people order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from people where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update people set full_name = concat_ws(' ', given, last)
    where id >= batch_first and id <= batch_last and full_name is null;
    commit;
    select id into batch_first from people where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/9: validate check people.people_full_name__not_null
-- locks: people share update exclusive
-- reads all rows: people
alter table people validate constraint people_full_name__not_null;

-- step 7/9: set not null of people.full_name
-- locks: people access exclusive
alter table people alter column full_name set not null;
alter table people drop constraint people_full_name__not_null;

-- step 8/9: build unique index people_full_name_key on people
-- outside a transaction
-- locks not measured
create unique index concurrently people_full_name_key on people (full_name);

-- step 9/9: add unique people.people_full_name_key
-- locks: people access exclusive
alter table people add constraint people_full_name_key unique using index people_full_name_key;
