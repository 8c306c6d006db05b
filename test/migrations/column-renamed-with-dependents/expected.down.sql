-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every reader of posts is in users
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key posts.posts_reader_fkey
select id from (select ctid, id, author_id as writer_id, reader from posts) as posts where posts.reader is not null and not exists (select from (select ctid, id, email as mail, mail_length from users) as target where target.mail = posts.reader);

-- step 1/8: rename column email to mail of users
alter table users rename column email to mail;

-- step 2/8: rename column author_id to writer_id of posts
alter table posts rename column author_id to writer_id;

-- step 3/8: rename constraint users_email_key to users_mail_key, users_email_check to users_mail_check of users
alter table users rename constraint users_email_key to users_mail_key;
alter table users rename constraint users_email_check to users_mail_check;

-- step 4/8: rename constraint posts_author_id_fkey to posts_writer_id_fkey of posts
alter table posts rename constraint posts_author_id_fkey to posts_writer_id_fkey;

-- step 5/8: rename index posts_author_id_idx to posts_writer_id_idx
alter index posts_author_id_idx rename to posts_writer_id_idx;

-- step 6/8: add foreign key posts.posts_reader_fkey
lock table users in share row exclusive mode;
alter table posts add constraint posts_reader_fkey__new foreign key (reader) references users (mail) on update cascade not valid;

-- step 7/8: validate foreign key posts.posts_reader_fkey__new
alter table posts validate constraint posts_reader_fkey__new;

-- step 8/8: replace foreign key posts.posts_reader_fkey
lock table users in access exclusive mode;
alter table posts drop constraint posts_reader_fkey;
alter table posts rename constraint posts_reader_fkey__new to posts_reader_fkey;
