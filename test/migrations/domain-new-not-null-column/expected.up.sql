-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill users.email with name || '@example.org'

-- step 1/4: create domain email
create domain email as text constraint email_check check (value ~ '@');

-- step 2/4: add column users.email
-- locks: users access exclusive
-- rewrites: users
alter table users add column email email;

-- step 3/4: fill users.email
-- locks: users row exclusive
update users set email = name || '@example.org' where email is null;

-- step 4/4: set not null of users.email
-- locks: users access exclusive
-- reads all rows: users
alter table users alter column email set not null;
