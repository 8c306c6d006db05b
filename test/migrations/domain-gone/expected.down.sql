-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.email

-- step 1/2: create domain email
create domain email as text constraint email_check check (value ~ '@');
comment on domain email is 'An address.';

-- step 2/2: add column users.email
alter table users add column email email;
