-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of others

-- step 1/3: row-level security of notes
alter table notes no force row level security;
alter table notes disable row level security;

-- step 2/3: drop table others
drop table others;

-- step 3/3: row-level security of secrets
alter table secrets force row level security;
