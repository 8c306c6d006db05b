-- migration 20260102000000_change, up
-- parent: none

-- step 1/22: change users.id to bigint: columns beside, kept in step by a trigger
-- locks: users access exclusive
alter table users add column id__new bigint;
create function zz_users_in_step() returns trigger language plpgsql as $$
begin
  new.id__new := new.id;
  return new;
end
$$;
create trigger zz_users_in_step before insert or update on users
for each row execute function zz_users_in_step();

-- step 2/22: change posts.user_id to bigint, posts.reader_id to bigint: columns beside, kept in step by a trigger
-- locks: posts access exclusive
alter table posts add column user_id__new bigint;
alter table posts add column reader_id__new bigint;
create function zz_posts_in_step() returns trigger language plpgsql as $$
begin
  new.user_id__new := new.user_id;
  new.reader_id__new := new.reader_id;
  return new;
end
$$;
create trigger zz_posts_in_step before insert or update on posts
for each row execute function zz_posts_in_step();

-- step 3/22: change badges.user_id to bigint: columns beside, kept in step by a trigger
-- locks: badges access exclusive
alter table badges add column user_id__new bigint;
create function zz_badges_in_step() returns trigger language plpgsql as $$
begin
  new.user_id__new := new.user_id;
  return new;
end
$$;
create trigger zz_badges_in_step before insert or update on badges
for each row execute function zz_badges_in_step();

-- step 4/22: fill users.id__new
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
    update users set id__new = id
    where id >= batch_first and id <= batch_last and id__new is null and id is not null;
    commit;
    select id into batch_first from users where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/22: expect values of users.id__new
-- locks: users access exclusive
alter table users add constraint users_id__not_null check (id__new is not null) not valid;

-- step 6/22: validate check users.users_id__not_null
-- locks: users share update exclusive
-- reads all rows: users
alter table users validate constraint users_id__not_null;

-- step 7/22: fill posts.user_id__new, posts.reader_id__new
-- outside a transaction
-- locks: posts row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first posts.id%type;
  batch_last posts.id%type;
begin
  select id into batch_first from posts order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from posts where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update posts set user_id__new = user_id, reader_id__new = reader_id
    where id >= batch_first and id <= batch_last and ((user_id__new is null and user_id is not null) or (reader_id__new is null and reader_id is not null));
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 8/22: expect values of posts.user_id__new
-- locks: posts access exclusive
alter table posts add constraint posts_user_id__not_null check (user_id__new is not null) not valid;

-- step 9/22: validate check posts.posts_user_id__not_null
-- locks: posts share update exclusive
-- reads all rows: posts
alter table posts validate constraint posts_user_id__not_null;

-- step 10/22: fill badges.user_id__new
-- outside a transaction
-- locks: badges row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first badges.user_id%type;
  batch_last badges.user_id%type;
begin
  select user_id into batch_first from badges order by user_id limit 1;
  while batch_first is not null loop
    select user_id into batch_last
    from (select user_id from badges where user_id >= batch_first order by user_id limit 1000) as batch
    order by user_id desc limit 1;
    update badges set user_id__new = user_id
    where user_id >= batch_first and user_id <= batch_last and user_id__new is null and user_id is not null;
    commit;
    select user_id into batch_first from badges where user_id > batch_last order by user_id limit 1;
  end loop;
end
$$;

-- step 11/22: expect values of badges.user_id__new
-- locks: badges access exclusive
alter table badges add constraint badges_user_id__not_null check (user_id__new is not null) not valid;

-- step 12/22: validate check badges.badges_user_id__not_null
-- locks: badges share update exclusive
-- reads all rows: badges
alter table badges validate constraint badges_user_id__not_null;

-- step 13/22: build index users_pkey__new on users
-- outside a transaction
-- locks not measured
create unique index concurrently users_pkey__new on users (id__new);

-- step 14/22: build index posts_reader_id_idx__new on posts
-- outside a transaction
-- locks not measured
create index concurrently posts_reader_id_idx__new on posts (reader_id__new);

-- step 15/22: build index badges_pkey__new on badges
-- outside a transaction
-- locks not measured
create unique index concurrently badges_pkey__new on badges (user_id__new);

-- step 16/22: add foreign key posts.posts_user_id_fkey__new
-- locks: posts share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table posts add constraint posts_user_id_fkey__new foreign key (user_id__new) references users (id__new) on delete cascade not valid;

-- step 17/22: validate foreign key posts.posts_user_id_fkey__new
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_user_id_fkey__new;

-- step 18/22: add foreign key posts.posts_reader_id_fkey__new
-- locks: posts share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table posts add constraint posts_reader_id_fkey__new foreign key (reader_id__new) references users (id__new) on delete set null not valid;

-- step 19/22: validate foreign key posts.posts_reader_id_fkey__new
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_reader_id_fkey__new;

-- step 20/22: add foreign key badges.badges_user_id_fkey__new
-- locks: badges share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table badges add constraint badges_user_id_fkey__new foreign key (user_id__new) references users (id__new) deferrable initially deferred not valid;

-- step 21/22: validate foreign key badges.badges_user_id_fkey__new
-- locks: badges share update exclusive, users row share
-- reads all rows: badges
alter table badges validate constraint badges_user_id_fkey__new;

-- step 22/22: change users.id to bigint, posts.user_id to bigint, posts.reader_id to bigint, badges.user_id to bigint: columns change places
-- locks: badges access exclusive, posts access exclusive, users access exclusive
lock table users in access exclusive mode;
lock table badges in access exclusive mode;
lock table posts in access exclusive mode;
drop trigger zz_users_in_step on users;
drop function zz_users_in_step();
drop trigger zz_posts_in_step on posts;
drop function zz_posts_in_step();
drop trigger zz_badges_in_step on badges;
drop function zz_badges_in_step();
alter table posts drop constraint posts_user_id_fkey;
alter table posts drop constraint posts_reader_id_fkey;
alter table badges drop constraint badges_user_id_fkey;
select set_config('dbgen.last_value_1', coalesce(pg_sequence_last_value(pg_get_serial_sequence('users', 'id')::regclass)::text, ''), true);
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('users'::regclass, 'id', 'id__new'), ('posts'::regclass, 'user_id', 'user_id__new'), ('posts'::regclass, 'reader_id', 'reader_id__new'), ('badges'::regclass, 'user_id', 'user_id__new'))
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
alter table users drop column id;
alter table posts drop column user_id;
alter table posts drop column reader_id;
alter table badges drop column user_id;
alter table users rename column id__new to id;
alter table users alter column id set not null;
alter table users drop constraint users_id__not_null;
alter table users alter column id add generated always as identity;
alter table users add constraint users_pkey primary key using index users_pkey__new;
alter table posts rename column user_id__new to user_id;
alter table posts rename column reader_id__new to reader_id;
alter table posts alter column user_id set not null;
alter table posts drop constraint posts_user_id__not_null;
alter index posts_reader_id_idx__new rename to posts_reader_id_idx;
alter table badges rename column user_id__new to user_id;
alter table badges alter column user_id set not null;
alter table badges drop constraint badges_user_id__not_null;
alter table badges add constraint badges_pkey primary key using index badges_pkey__new;
select setval(pg_get_serial_sequence('users', 'id'), nullif(current_setting('dbgen.last_value_1'), '')::bigint);
alter table posts rename constraint posts_user_id_fkey__new to posts_user_id_fkey;
alter table posts rename constraint posts_reader_id_fkey__new to posts_reader_id_fkey;
alter table badges rename constraint badges_user_id_fkey__new to badges_user_id_fkey;
