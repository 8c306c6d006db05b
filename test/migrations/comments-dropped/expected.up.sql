-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: comment on enum mood
comment on type mood is null;

-- step 2/3: comment on column notes.mood
-- locks: notes share update exclusive
comment on column notes.mood is null;

-- step 3/3: comment on table notes
-- locks: notes share update exclusive
comment on table notes is null;
