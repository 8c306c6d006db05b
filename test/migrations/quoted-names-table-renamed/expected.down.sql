-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: rename table "User-s table" to "Users"
alter table "User-s table" rename to "Users";
