-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: comment on enum mood
comment on type mood is 'How it was.';

-- step 2/4: comment on column notes.mood
-- locks: notes share update exclusive
comment on column notes.mood is 'Its "mood".';

-- step 3/4: comment on column notes.text
-- locks: notes share update exclusive
comment on column notes.text is 'Whole.';

-- step 4/4: comment on table notes
-- locks: notes share update exclusive
comment on table notes is E'What a ''user''\nwrote.';
