-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: create domain email
create domain email as text constraint email_check check (value ~ '@');
comment on domain email is 'An address.';

-- step 2/3: add column users.email
-- locks: users access exclusive
-- rewrites: users
alter table users add column email email;

-- step 3/3: add column users.other_emails
-- locks: users access exclusive
alter table users add column other_emails email[] not null default '{}';
