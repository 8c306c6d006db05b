-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which rows had no notes.body

-- step 1/2: drop not null of notes.title
alter table notes alter column title drop not null;

-- step 2/2: drop not null of notes.body
alter table notes alter column body drop not null;
