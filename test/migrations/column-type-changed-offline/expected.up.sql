-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change users.name from character varying(20) to character varying(10) using left(name, 10)

-- check 1/3: no two rows of users become the same in name
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by name) as rows_alike from (select ctid, id, left(name, 10) as name from users) as users where name is not null) as counted where rows_alike > 1;

-- check 2/3: every row of users still fulfils name <> ''
-- otherwise: change the rows that would not
select id from (select ctid, id, left(name, 10) as name from users) as users where not (name <> '');

-- check 3/3: every user_id of posts is in users
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key posts.posts_user_id_fkey
select id from posts where posts.user_id is not null and not exists (select from (select ctid, id, left(name, 10) as name from users) as target where target.id = posts.user_id);

-- step 1/3: change users.id, users.name, posts.user_id, posts.id
-- locks: posts access exclusive, users access exclusive
-- rewrites: posts, users
alter table posts drop constraint posts_user_id_fkey;
alter table users drop constraint users_name_check;
alter table users alter column id type bigint;
alter table users alter column name type character varying(10) using left(name, 10);
alter table posts alter column user_id type bigint;
alter table posts alter column id type bigint;

-- step 2/3: add check users.users_name_check
-- locks: users access exclusive
-- reads all rows: users
alter table users add constraint users_name_check check (name <> '');

-- step 3/3: add foreign key posts.posts_user_id_fkey
-- locks: posts share row exclusive, users share row exclusive
-- reads all rows: posts, users
alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users (id);
