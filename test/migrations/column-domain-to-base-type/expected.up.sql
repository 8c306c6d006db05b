-- migration 20260102000000_change, up
-- parent: none

-- step 1/7: change users.email to text: columns beside, kept in step by a trigger
-- locks: users access exclusive
alter table users add column email__new text;
create function zz_users_in_step() returns trigger language plpgsql as $$
begin
  new.email__new := new.email;
  return new;
end
$$;
create trigger zz_users_in_step before insert or update on users
for each row execute function zz_users_in_step();

-- step 2/7: fill users.email__new
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
    update users set email__new = email
    where id >= batch_first and id <= batch_last and email__new is null and email is not null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/7: expect values of users.email__new
-- locks: users access exclusive
alter table users add constraint users_email__not_null check (email__new is not null) not valid;

-- step 4/7: validate check users.users_email__not_null
-- locks: users share update exclusive
-- reads all rows: users
alter table users validate constraint users_email__not_null;

-- step 5/7: build index users_email_key__new on users
-- outside a transaction
-- locks not measured
create unique index concurrently users_email_key__new on users (email__new);

-- step 6/7: change users.email to text: columns change places
-- locks: users access exclusive
lock table users in access exclusive mode;
drop trigger zz_users_in_step on users;
drop function zz_users_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('users'::regclass, 'email', 'email__new'))
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
alter table users drop column email;
alter table users rename column email__new to email;
alter table users alter column email set not null;
alter table users drop constraint users_email__not_null;
alter table users add constraint users_email_key unique using index users_email_key__new;

-- step 7/7: drop domain email
drop domain email;
