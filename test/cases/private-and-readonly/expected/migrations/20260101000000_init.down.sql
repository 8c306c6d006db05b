-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of api_keys
-- cannot bring back: the rows of accounts

-- step 1/3: drop foreign key api_keys.api_keys_account_id_fkey
alter table api_keys drop constraint api_keys_account_id_fkey;

-- step 2/3: drop table api_keys
drop table api_keys;

-- step 3/3: drop table accounts
drop table accounts;
