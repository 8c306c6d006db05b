-- migration 20260102000000_change, down
-- parent: none

-- step 1/6: build unique index users_email_key on users
-- outside a transaction
create unique index concurrently users_email_key on users (email);

-- step 2/6: add unique users.users_email_key
alter table users add constraint users_email_key unique using index users_email_key;

-- step 3/6: build unique index users_pkey__new on users
-- outside a transaction
create unique index concurrently users_pkey__new on users (number);

-- step 4/6: replace primary key users.users_pkey
lock table users in access exclusive mode;
alter table users drop constraint users_pkey;
alter table users add constraint users_pkey primary key using index users_pkey__new;

-- step 5/6: drop unique users.users_number_key
lock table users in access exclusive mode;
alter table posts drop constraint posts_user_id_fkey;
alter table users drop constraint users_number_key;
alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users (number) not valid;

-- step 6/6: validate foreign key posts.posts_user_id_fkey
alter table posts validate constraint posts_user_id_fkey;
