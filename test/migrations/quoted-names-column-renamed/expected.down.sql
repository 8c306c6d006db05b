-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: rename column "createdOn" to "createdAt" of "Users"
alter table "Users" rename column "createdOn" to "createdAt";
