-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill users.email with name || '@example.org'

-- step 1/7: create domain email
create domain email as text constraint email_check check (value ~ '@');

-- step 2/7: add column users.email
-- locks: users access exclusive
-- rewrites: users
alter table users add column email email;

-- step 3/7: fill users.email
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
    update users set email = name || '@example.org'
    where id >= batch_first and id <= batch_last and email is null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/7: expect values of users.email
-- locks: users access exclusive
alter table users add constraint users_email__not_null check (email is not null) not valid;

-- step 5/7: fill users.email
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
    update users set email = name || '@example.org'
    where id >= batch_first and id <= batch_last and email is null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/7: validate check users.users_email__not_null
-- locks: users share update exclusive
-- reads all rows: users
alter table users validate constraint users_email__not_null;

-- step 7/7: set not null of users.email
-- locks: users access exclusive
alter table users alter column email set not null;
alter table users drop constraint users_email__not_null;
