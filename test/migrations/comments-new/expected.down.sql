-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: comment on enum mood
comment on type mood is null;

-- step 2/3: comment on column notes.mood
comment on column notes.mood is null;

-- step 3/3: comment on table notes
comment on table notes is null;
