-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of api_keys
-- cannot bring back: the rows of accounts

-- step 1/2: drop table api_keys
drop table api_keys;

-- step 2/2: drop table accounts
drop table accounts;
