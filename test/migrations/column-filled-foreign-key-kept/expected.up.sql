-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill posts.writer_id with (select id from writers order by id limit 1)

-- step 1/9: rename table authors to writers
-- locks: authors access exclusive
alter table authors rename to writers;
alter sequence if exists authors_id_seq rename to writers_id_seq;

-- step 2/9: rename column author_id to writer_id of posts
-- locks: posts access exclusive
alter table posts rename column author_id to writer_id;

-- step 3/9: rename constraint authors_pkey to writers_pkey of writers
-- locks: writers access exclusive
alter table writers rename constraint authors_pkey to writers_pkey;

-- step 4/9: rename constraint posts_author_id_fkey to posts_writer_id_fkey of posts
-- locks: posts access exclusive
alter table posts rename constraint posts_author_id_fkey to posts_writer_id_fkey;

-- step 5/9: fill posts.writer_id
-- outside a transaction
-- locks: posts row exclusive, writers row share
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
    update posts set writer_id = (select id from writers order by id limit 1)
    where id >= batch_first and id <= batch_last and writer_id is null;
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/9: expect values of posts.writer_id
-- locks: posts access exclusive
alter table posts add constraint posts_writer_id__not_null check (writer_id is not null) not valid;

-- step 7/9: fill posts.writer_id: what came meanwhile
-- outside a transaction
-- locks: posts row exclusive, writers access share
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
    update posts set writer_id = (select id from writers order by id limit 1)
    where id >= batch_first and id <= batch_last and writer_id is null;
    commit;
    select id into batch_first from posts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 8/9: validate check posts.posts_writer_id__not_null
-- locks: posts share update exclusive
-- reads all rows: posts
alter table posts validate constraint posts_writer_id__not_null;

-- step 9/9: set not null of posts.writer_id
-- locks: posts access exclusive
alter table posts alter column writer_id set not null;
alter table posts drop constraint posts_writer_id__not_null;
