-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.mood
-- cannot bring back: the values of notes.moods

-- step 1/3: drop column notes.mood
alter table notes drop column mood;

-- step 2/3: drop column notes.moods
alter table notes drop column moods;

-- step 3/3: drop enum mood
drop type mood;
