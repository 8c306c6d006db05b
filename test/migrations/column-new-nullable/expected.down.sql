-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.rating

-- step 1/1: drop column notes.rating
alter table notes drop column rating;
