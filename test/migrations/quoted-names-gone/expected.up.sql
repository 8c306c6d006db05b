-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table "Other Things"
-- the spec allows: drop column "Users"."theMood", and "Users_theMood_idx" with it
-- the spec allows: drop sequence "Number Seq"

-- step 1/6: drop foreign key "Other Things"."Other Things_userId_fkey"
-- locks: "Other Things" access exclusive, "Users" access exclusive
lock table "Users" in access exclusive mode;
alter table "Other Things" drop constraint "Other Things_userId_fkey";

-- step 2/6: drop default of "Users"."aNumber"
-- locks: "Users" access exclusive
alter table "Users" alter column "aNumber" drop default;

-- step 3/6: drop column "Users"."theMood"
-- locks: "Users" access exclusive
alter table "Users" drop column "theMood";

-- step 4/6: drop table "Other Things"
-- locks: "Other Things" access exclusive
drop table "Other Things";

-- step 5/6: drop sequence "Number Seq"
drop sequence "Number Seq";

-- step 6/6: drop enum "MoodKind"
drop type "MoodKind";
