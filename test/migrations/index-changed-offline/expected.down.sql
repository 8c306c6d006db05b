-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop index users_by_name of users
drop index users_by_name;

-- step 2/2: create index users_by_name on users
create index users_by_name on users (name);
