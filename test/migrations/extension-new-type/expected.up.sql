-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create extension citext
create extension if not exists citext;

-- step 2/4: add column notes.email
-- locks: notes access exclusive
alter table notes add column email citext;

-- step 3/4: build unique index notes_email_key on notes
-- outside a transaction
-- locks not measured
create unique index concurrently notes_email_key on notes (email);

-- step 4/4: add unique notes.notes_email_key
-- locks: notes access exclusive
alter table notes add constraint notes_email_key unique using index notes_email_key;
