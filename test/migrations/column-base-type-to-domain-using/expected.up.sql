-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change users.email from text to email using email

-- step 1/2: create domain email
create domain email as text constraint email_check check (value ~ '@');

-- step 2/2: change users.email
-- locks: users access exclusive
-- rewrites: users
alter table users alter column email type email;
