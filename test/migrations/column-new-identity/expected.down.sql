-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.number

-- step 1/1: drop column notes.number
alter table notes drop column number;
