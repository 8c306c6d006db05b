-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of account_tags
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of notes
-- cannot bring back: the rows of entries
-- cannot bring back: the rows of accounts

-- step 1/5: drop table account_tags
drop table account_tags;

-- step 2/5: drop table tags
drop table tags;

-- step 3/5: drop table notes
drop table notes;

-- step 4/5: drop table entries
drop table entries;

-- step 5/5: drop table accounts
drop table accounts;
