-- migration 20260102000000_change, up
-- parent: none

-- step 1/7: comment on enum mood
comment on type mood is E'it''s\n-- step 1/1: "x"\n\\';

-- step 2/7: alter domain full_name
comment on domain full_name is '''''; drop table notes; --';

-- step 3/7: alter sequence a_seq
comment on sequence a_seq is E'a -- b\x0d\n''c''';

-- step 4/7: comment on column notes.id
-- locks: notes share update exclusive
comment on column notes.id is E'it''s "so"\n--\t*/';

-- step 5/7: comment on column notes.mood
-- locks: notes share update exclusive
comment on column notes.mood is null;

-- step 6/7: comment on column notes.name
-- locks: notes share update exclusive
comment on column notes.name is 'ü x';

-- step 7/7: comment on table notes
-- locks: notes share update exclusive
comment on table notes is E'\n-- step 1/9: x\n';
