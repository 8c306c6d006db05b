-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.seen_at

-- step 1/1: drop column notes.seen_at
alter table notes drop column seen_at;
