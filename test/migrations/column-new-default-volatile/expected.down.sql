-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.code

-- step 1/1: drop column notes.code
alter table notes drop column code;
