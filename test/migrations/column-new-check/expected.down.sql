-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.rating

-- step 1/2: drop check notes.notes_rating_check
alter table notes drop constraint notes_rating_check;

-- step 2/2: drop column notes.rating
alter table notes drop column rating;
