-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: add column notes.rating
-- locks: notes access exclusive
alter table notes add column rating smallint;

-- step 2/3: add check notes.notes_rating_check
-- locks: notes access exclusive
alter table notes add constraint notes_rating_check check (rating between 1 and 5) not valid;

-- step 3/3: validate check notes.notes_rating_check
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_rating_check;
