-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row of "Users" fulfils "createdOn" > '2000-01-01'
-- otherwise: change or delete the rows that do not
select "Id" from (select ctid, "Id", "createdAt" as "createdOn" from "Users") as "Users" where not ("createdOn" > '2000-01-01');

-- step 1/4: rename column "createdAt" to "createdOn" of "Users"
-- locks: "Users" access exclusive
alter table "Users" rename column "createdAt" to "createdOn";

-- step 2/4: add check "Users"."Users_createdAt_check"
-- locks: "Users" access exclusive
alter table "Users" add constraint "Users_createdAt_check__new" check ("createdOn" > '2000-01-01') not valid;

-- step 3/4: validate check "Users"."Users_createdAt_check__new"
-- locks: "Users" share update exclusive
-- reads all rows: "Users"
alter table "Users" validate constraint "Users_createdAt_check__new";

-- step 4/4: replace check "Users"."Users_createdAt_check"
-- locks: "Users" access exclusive
alter table "Users" drop constraint "Users_createdAt_check";
alter table "Users" rename constraint "Users_createdAt_check__new" to "Users_createdAt_check";
