-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.email

-- step 1/1: drop column notes.email
alter table notes drop column email;
