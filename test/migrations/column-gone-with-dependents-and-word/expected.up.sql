-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column notes.mood, and notes_title_mood_key, notes_mood_idx with it

-- step 1/5: drop foreign key notes.notes_mood_fkey
-- locks: moods access exclusive, notes access exclusive
lock table moods in access exclusive mode;
alter table notes drop constraint notes_mood_fkey;

-- step 2/5: drop check notes.notes_check
-- locks: notes access exclusive
alter table notes drop constraint notes_check;

-- step 3/5: drop index notes_words_idx of notes
-- outside a transaction
-- locks not measured
drop index concurrently notes_words_idx;

-- step 4/5: drop column notes.mood_length
-- locks: notes access exclusive
alter table notes drop column mood_length;

-- step 5/5: drop column notes.mood
-- locks: notes access exclusive
alter table notes drop column mood;
