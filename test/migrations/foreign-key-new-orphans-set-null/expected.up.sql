-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: set user_id of posts to null where it leads nowhere

-- step 1/3: add foreign key posts.posts_user_id_fkey
-- locks: posts share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users (id) on delete set null not valid;

-- step 2/3: set user_id of posts to null where it leads nowhere
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
    update posts set user_id = null
    where id >= batch_first and id <= batch_last and posts.user_id is not null and not exists (select from users as target where target.id = posts.user_id);
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/3: validate foreign key posts.posts_user_id_fkey
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_user_id_fkey;
