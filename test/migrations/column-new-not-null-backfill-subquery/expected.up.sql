-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill posts.signed with (select name from users where users.id = posts.user_id)

-- step 1/6: add column posts.signed
-- locks: posts access exclusive
alter table posts add column signed character varying(20);

-- step 2/6: fill posts.signed
-- outside a transaction
-- locks: posts row exclusive, users access share
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
    update posts set signed = (select name from users where users.id = posts.user_id)
    where id >= batch_first and id <= batch_last and signed is null;
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of posts.signed
-- locks: posts access exclusive
alter table posts add constraint posts_signed__not_null check (signed is not null) not valid;

-- step 4/6: fill posts.signed: what came meanwhile
-- outside a transaction
-- locks: posts row exclusive, users access share
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
    update posts set signed = (select name from users where users.id = posts.user_id)
    where id >= batch_first and id <= batch_last and signed is null;
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/6: validate check posts.posts_signed__not_null
-- locks: posts share update exclusive
-- reads all rows: posts
alter table posts validate constraint posts_signed__not_null;

-- step 6/6: set not null of posts.signed
-- locks: posts access exclusive
alter table posts alter column signed set not null;
alter table posts drop constraint posts_signed__not_null;
