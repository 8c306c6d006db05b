-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: delete rows of posts without their users

-- step 1/4: create index posts_user_id_idx on posts
-- outside a transaction
-- locks not measured
create index concurrently posts_user_id_idx on posts (user_id);

-- step 2/4: add foreign key posts.posts_user_id_fkey
-- locks: posts share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users (id) on delete cascade not valid;

-- step 3/4: delete rows of posts without their users
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
    delete from posts
    where id >= batch_first and id <= batch_last and posts.user_id is not null and not exists (select from users as target where target.id = posts.user_id);
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/4: validate foreign key posts.posts_user_id_fkey
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_user_id_fkey;
