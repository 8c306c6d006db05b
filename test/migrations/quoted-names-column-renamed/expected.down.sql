-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every row of "Users" fulfils "createdAt" > '2000-01-01'
-- otherwise: change or delete the rows that do not
select "Id" from (select ctid, "Id", "createdOn" as "createdAt" from "Users") as "Users" where not ("createdAt" > '2000-01-01');

-- step 1/4: rename column "createdOn" to "createdAt" of "Users"
alter table "Users" rename column "createdOn" to "createdAt";

-- step 2/4: add check "Users"."Users_createdAt_check"
alter table "Users" add constraint "Users_createdAt_check__new" check ("createdAt" > '2000-01-01') not valid;

-- step 3/4: validate check "Users"."Users_createdAt_check__new"
alter table "Users" validate constraint "Users_createdAt_check__new";

-- step 4/4: replace check "Users"."Users_createdAt_check"
alter table "Users" drop constraint "Users_createdAt_check";
alter table "Users" rename constraint "Users_createdAt_check__new" to "Users_createdAt_check";
