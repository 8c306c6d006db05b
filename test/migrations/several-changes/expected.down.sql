-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of posts.status
-- cannot bring back: the values of posts.editor_id
-- cannot bring back: the rows of editors

-- step 1/14: drop foreign key posts.posts_editor_id_fkey
lock table editors in access exclusive mode;
alter table posts drop constraint posts_editor_id_fkey;

-- step 2/14: drop foreign key editors.editors_user_id_fkey
lock table users in access exclusive mode;
alter table editors drop constraint editors_user_id_fkey;

-- step 3/14: drop check posts.posts_title_check
alter table posts drop constraint posts_title_check;

-- step 4/14: add users.email__new, kept in step by a trigger
alter table users add column email__new character varying(100);
create function zz_users_in_step() returns trigger language plpgsql as $$
begin
  select email::text::character varying(100) into new.email__new from (select new.*) as users;
  return new;
end
$$;
create trigger zz_users_in_step before insert or update on users
for each row execute function zz_users_in_step();

-- step 5/14: fill users.email__new
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
    update users set email__new = email::text::character varying(100)
    where id >= batch_first and id <= batch_last and email__new is null and (email::text::character varying(100)) is not null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/14: expect values of users.email__new
alter table users add constraint users_email__not_null check (email__new is not null) not valid;

-- step 7/14: validate check users.users_email__not_null
alter table users validate constraint users_email__not_null;

-- step 8/14: build index users_email_key__new on users
-- outside a transaction
create unique index concurrently users_email_key__new on users (email__new);

-- step 9/14: change places: users.email
lock table users in access exclusive mode;
drop trigger zz_users_in_step on users;
drop function zz_users_in_step();
alter table users drop column email;
alter table users rename column email__new to email;
alter table users alter column email set not null;
alter table users drop constraint users_email__not_null;
alter table users add constraint users_email_key unique using index users_email_key__new;

-- step 10/14: drop unique users.users_email_key
alter table users drop constraint users_email_key;

-- step 11/14: drop column posts.status
alter table posts drop column status;

-- step 12/14: drop column posts.editor_id
alter table posts drop column editor_id;

-- step 13/14: drop table editors
drop table editors;

-- step 14/14: drop enum status
drop type status;
