-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of pages
-- cannot bring back: the rows of transactions
-- cannot bring back: the rows of sessions
-- cannot bring back: the rows of "table"
-- cannot bring back: the rows of classes

-- step 1/6: drop foreign key "table".table_from_fkey
alter table "table" drop constraint table_from_fkey;

-- step 2/6: drop table pages
drop table pages;

-- step 3/6: drop table transactions
drop table transactions;

-- step 4/6: drop table sessions
drop table sessions;

-- step 5/6: drop table "table"
drop table "table";

-- step 6/6: drop table classes
drop table classes;
