-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: drop index users_by_name of users
-- locks: users access exclusive
drop index users_by_name;

-- step 2/2: create index users_by_name on users
-- locks: users share
-- reads all rows: users
create index users_by_name on users (name desc) where name <> '';
