-- migration 20260102000000_change, up
-- parent: none

-- step 1/6: build unique index users_number_key on users
-- outside a transaction
-- locks not measured
create unique index concurrently users_number_key on users (number);

-- step 2/6: add unique users.users_number_key
-- locks: users access exclusive
alter table users add constraint users_number_key unique using index users_number_key;

-- step 3/6: build unique index users_pkey__new on users
-- outside a transaction
-- locks not measured
create unique index concurrently users_pkey__new on users (email);

-- step 4/6: replace primary key users.users_pkey
-- locks: posts access exclusive, users access exclusive
lock table users in access exclusive mode;
alter table posts drop constraint posts_user_id_fkey;
alter table users drop constraint users_pkey;
alter table users add constraint users_pkey primary key using index users_pkey__new;
alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users (number) not valid;

-- step 5/6: validate foreign key posts.posts_user_id_fkey
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_user_id_fkey;

-- step 6/6: drop unique users.users_email_key
-- locks: users access exclusive
alter table users drop constraint users_email_key;
