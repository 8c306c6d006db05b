-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill posts.author_id with 0

-- step 1/6: drop foreign key posts.posts_author_id_fkey
-- locks: authors access exclusive, posts access exclusive
lock table authors in access exclusive mode;
alter table posts drop constraint posts_author_id_fkey;

-- step 2/6: fill posts.author_id
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
    update posts set author_id = 0
    where id >= batch_first and id <= batch_last and author_id is null;
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of posts.author_id
-- locks: posts access exclusive
alter table posts add constraint posts_author_id__not_null check (author_id is not null) not valid;

-- step 4/6: fill posts.author_id: what came meanwhile
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
    update posts set author_id = 0
    where id >= batch_first and id <= batch_last and author_id is null;
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/6: validate check posts.posts_author_id__not_null
-- locks: posts share update exclusive
-- reads all rows: posts
alter table posts validate constraint posts_author_id__not_null;

-- step 6/6: set not null of posts.author_id
-- locks: posts access exclusive
alter table posts alter column author_id set not null;
alter table posts drop constraint posts_author_id__not_null;
