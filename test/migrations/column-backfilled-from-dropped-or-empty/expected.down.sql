-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.first_name
-- cannot bring back: the values of users.last_name
-- cannot bring back: the values of users.full_name
-- cannot bring back: users.full_name comes back nullable

-- step 1/3: add column users.full_name
alter table users add column full_name text;

-- step 2/3: drop column users.first_name
alter table users drop column first_name;

-- step 3/3: drop column users.last_name
alter table users drop column last_name;
