-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.email

-- step 1/2: drop unique notes.notes_email_key
alter table notes drop constraint notes_email_key;

-- step 2/2: drop column notes.email
alter table notes drop column email;
