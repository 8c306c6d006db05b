-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql users, rename table people to users, rename column full_name to name of users, rename constraint people_pkey to users_pkey of users
drop view users;
alter table people rename to users;
alter sequence if exists people_id_seq rename to users_id_seq;
alter table users rename column full_name to name;
alter table users rename constraint people_pkey to users_pkey;
