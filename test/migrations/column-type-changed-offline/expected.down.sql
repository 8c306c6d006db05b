-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.name as they were: they are converted from character varying(10)

-- check 1/4: every users.id fits integer
-- otherwise: change the values that do not
select id from users where id not between -2147483648 and 2147483647;

-- check 2/4: every posts.id fits integer
-- otherwise: change the values that do not
select id from posts where id not between -2147483648 and 2147483647;

-- check 3/4: every posts.user_id fits integer
-- otherwise: change the values that do not
select id from posts where user_id not between -2147483648 and 2147483647;

-- check 4/4: every user_id of posts is in users
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key posts.posts_user_id_fkey
select id from posts where posts.user_id is not null and not exists (select from users as target where target.id = posts.user_id);

-- step 1/3: change users.name from character varying(10) to character varying(20)
alter table users alter column name type character varying(20);

-- step 2/3: change users.id, posts.user_id, posts.id
alter table posts drop constraint posts_user_id_fkey;
alter table users alter column id type integer;
alter table posts alter column user_id type integer;
alter table posts alter column id type integer;

-- step 3/3: add foreign key posts.posts_user_id_fkey
alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users (id);
