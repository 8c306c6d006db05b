-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: comment on enum mood
comment on type mood is 'How it is.';

-- step 2/4: comment on column notes.mood
comment on column notes.mood is 'It''s a "mood".';

-- step 3/4: comment on column notes.text
comment on column notes.text is null;

-- step 4/4: comment on table notes
comment on table notes is 'What somebody wrote.';
