-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of posts.status
-- cannot bring back: the values of posts.editor_id
-- cannot bring back: the rows of editors

-- check 1/1: every users.email fits character varying(100)
-- otherwise: change the values that do not
select id from users where length(email) > 100;

-- step 1/12: drop foreign key posts.posts_editor_id_fkey
lock table editors in access exclusive mode;
alter table posts drop constraint posts_editor_id_fkey;

-- step 2/12: drop foreign key editors.editors_user_id_fkey
lock table users in access exclusive mode;
alter table editors drop constraint editors_user_id_fkey;

-- step 3/12: drop check posts.posts_title_check
alter table posts drop constraint posts_title_check;

-- step 4/12: change users.email to character varying(100): columns beside, kept in step by a trigger
alter table users add column email__new character varying(100);
create function zz_users_in_step() returns trigger language plpgsql as $$
begin
  new.email__new := new.email;
  return new;
end
$$;
create trigger zz_users_in_step before insert or update on users
for each row execute function zz_users_in_step();

-- step 5/12: fill users.email__new
-- outside a transaction
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

-- step 6/12: expect values of users.email__new
alter table users add constraint users_email__not_null check (email__new is not null) not valid;

-- step 7/12: validate check users.users_email__not_null
alter table users validate constraint users_email__not_null;

-- step 8/12: change users.email to character varying(100): columns change places
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

-- step 9/12: drop column posts.status
alter table posts drop column status;

-- step 10/12: drop column posts.editor_id
alter table posts drop column editor_id;

-- step 11/12: drop table editors
drop table editors;

-- step 12/12: drop enum status
drop type status;
