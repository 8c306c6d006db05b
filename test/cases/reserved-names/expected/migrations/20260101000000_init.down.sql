-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of pages
-- cannot bring back: the rows of transactions
-- cannot bring back: the rows of sessions
-- cannot bring back: the rows of "table"
-- cannot bring back: the rows of classes

-- step 1/5: drop table pages
drop table pages;

-- step 2/5: drop table transactions
drop table transactions;

-- step 3/5: drop table sessions
drop table sessions;

-- step 4/5: drop table "table"
drop table "table";

-- step 5/5: drop table classes
drop table classes;
