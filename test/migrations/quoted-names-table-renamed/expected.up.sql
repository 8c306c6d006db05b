-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename table "Users" to "User-s table"
-- locks: "Users" access exclusive
alter table "Users" rename to "User-s table";
