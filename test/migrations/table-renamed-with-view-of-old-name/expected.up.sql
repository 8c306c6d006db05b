-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename table users to people, rename column name to full_name of people, rename constraint users_pkey to people_pkey of people, sql users
-- locks: users access exclusive
alter table users rename to people;
alter sequence if exists users_id_seq rename to people_id_seq;
alter table people rename column name to full_name;
alter table people rename constraint users_pkey to people_pkey;
create view users as select id, full_name as name from people;
