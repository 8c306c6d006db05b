-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename column "createdAt" to "createdOn" of "Users"
-- locks: "Users" access exclusive
alter table "Users" rename column "createdAt" to "createdOn";
