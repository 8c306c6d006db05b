-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of account_tags
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of notes
-- cannot bring back: the rows of entries
-- cannot bring back: the rows of accounts

-- step 1/10: drop foreign key account_tags.account_tags_tag_id_fkey
alter table account_tags drop constraint account_tags_tag_id_fkey;

-- step 2/10: drop foreign key account_tags.account_tags_account_id_fkey
alter table account_tags drop constraint account_tags_account_id_fkey;

-- step 3/10: drop foreign key notes.notes_account_id_entry_number_fkey
alter table notes drop constraint notes_account_id_entry_number_fkey;

-- step 4/10: drop foreign key entries.entries_account_code_fkey
alter table entries drop constraint entries_account_code_fkey;

-- step 5/10: drop foreign key entries.entries_account_id_fkey
alter table entries drop constraint entries_account_id_fkey;

-- step 6/10: drop table account_tags
drop table account_tags;

-- step 7/10: drop table tags
drop table tags;

-- step 8/10: drop table notes
drop table notes;

-- step 9/10: drop table entries
drop table entries;

-- step 10/10: drop table accounts
drop table accounts;
