-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill users.first_name with coalesce(split_part(full_name, ' ', 1), '')
-- the spec allows: fill users.last_name with split_part(full_name, ' ', 2)
-- the spec allows: drop column users.full_name

-- step 1/9: add column users.first_name
-- locks: users access exclusive
alter table users add column first_name text;

-- step 2/9: fill users.first_name
-- outside a transaction
-- locks: users row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first users.id%type;
  batch_last users.id%type;
begin
  select id into batch_first from users order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from users where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update users set first_name = coalesce(split_part(full_name, ' ', 1), '')
    where id >= batch_first and id <= batch_last and first_name is null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/9: expect values of users.first_name
-- locks: users access exclusive
alter table users add constraint users_first_name__not_null check (first_name is not null) not valid;

-- step 4/9: fill users.first_name: what came meanwhile
-- outside a transaction
-- locks: users row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first users.id%type;
  batch_last users.id%type;
begin
  select id into batch_first from users order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from users where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update users set first_name = coalesce(split_part(full_name, ' ', 1), '')
    where id >= batch_first and id <= batch_last and first_name is null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/9: validate check users.users_first_name__not_null
-- locks: users share update exclusive
-- reads all rows: users
alter table users validate constraint users_first_name__not_null;

-- step 6/9: set not null of users.first_name
-- locks: users access exclusive
alter table users alter column first_name set not null;
alter table users drop constraint users_first_name__not_null;

-- step 7/9: add column users.last_name
-- locks: users access exclusive
alter table users add column last_name text;

-- step 8/9: fill users.last_name
-- outside a transaction
-- locks: users row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first users.id%type;
  batch_last users.id%type;
begin
  select id into batch_first from users order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from users where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update users set last_name = split_part(full_name, ' ', 2)
    where id >= batch_first and id <= batch_last and last_name is null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 9/9: drop column users.full_name
-- locks: users access exclusive
alter table users drop column full_name;
