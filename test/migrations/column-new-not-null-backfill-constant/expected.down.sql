-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.kind

-- step 1/1: drop column notes.kind
alter table notes drop column kind;
