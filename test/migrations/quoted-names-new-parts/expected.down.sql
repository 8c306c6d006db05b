-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of "Users"."shortName"

-- step 1/6: drop foreign key "Users"."Users_parentId_fkey"
alter table "Users" drop constraint "Users_parentId_fkey";

-- step 2/6: drop check "Users"."Users_fullName_check"
alter table "Users" drop constraint "Users_fullName_check";

-- step 3/6: drop index "Users_parentId_idx" of "Users"
-- outside a transaction
drop index concurrently "Users_parentId_idx";

-- step 4/6: drop index "Users_lower_idx" of "Users"
-- outside a transaction
drop index concurrently "Users_lower_idx";

-- step 5/6: drop unique "Users"."Users_fullName_key"
alter table "Users" drop constraint "Users_fullName_key";

-- step 6/6: drop column "Users"."shortName"
alter table "Users" drop column "shortName";
