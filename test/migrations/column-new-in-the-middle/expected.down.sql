-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.subtitle

-- step 1/1: drop column notes.subtitle
alter table notes drop column subtitle;
