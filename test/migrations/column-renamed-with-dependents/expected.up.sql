-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every reader of posts is in users
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key posts.posts_reader_fkey
select id from (select ctid, id, writer_id as author_id, reader from posts) as posts where posts.reader is not null and not exists (select from (select ctid, id, mail as email, mail_length from users) as target where target.email = posts.reader);

-- step 1/8: rename column mail to email of users
-- locks: users access exclusive
alter table users rename column mail to email;

-- step 2/8: rename column writer_id to author_id of posts
-- locks: posts access exclusive
alter table posts rename column writer_id to author_id;

-- step 3/8: rename constraint users_mail_key to users_email_key, users_mail_check to users_email_check of users
-- locks: users access exclusive
alter table users rename constraint users_mail_key to users_email_key;
alter table users rename constraint users_mail_check to users_email_check;

-- step 4/8: rename constraint posts_writer_id_fkey to posts_author_id_fkey of posts
-- locks: posts access exclusive
alter table posts rename constraint posts_writer_id_fkey to posts_author_id_fkey;

-- step 5/8: rename index posts_writer_id_idx to posts_author_id_idx
alter index posts_writer_id_idx rename to posts_author_id_idx;

-- step 6/8: add foreign key posts.posts_reader_fkey
-- locks: posts share row exclusive, users share row exclusive
lock table users in share row exclusive mode;
alter table posts add constraint posts_reader_fkey__new foreign key (reader) references users (email) not valid;

-- step 7/8: validate foreign key posts.posts_reader_fkey__new
-- locks: posts share update exclusive, users row share
-- reads all rows: posts
alter table posts validate constraint posts_reader_fkey__new;

-- step 8/8: replace foreign key posts.posts_reader_fkey
-- locks: posts access exclusive, users access exclusive
lock table users in access exclusive mode;
alter table posts drop constraint posts_reader_fkey;
alter table posts rename constraint posts_reader_fkey__new to posts_reader_fkey;
