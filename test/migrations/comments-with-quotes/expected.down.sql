-- migration 20260102000000_change, down
-- parent: none

-- step 1/7: comment on enum mood
comment on type mood is 'it''s';

-- step 2/7: alter domain full_name
comment on domain full_name is E'-- a\n';

-- step 3/7: alter sequence a_seq
comment on sequence a_seq is E'\\';

-- step 4/7: comment on column notes.id
comment on column notes.id is '$$';

-- step 5/7: comment on column notes.mood
comment on column notes.mood is '/*';

-- step 6/7: comment on column notes.name
comment on column notes.name is null;

-- step 7/7: comment on table notes
comment on table notes is '-- step 1/1: x';
