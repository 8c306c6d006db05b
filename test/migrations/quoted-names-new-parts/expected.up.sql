-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill "Users"."shortName" with left("fullName", 3)

-- check 1/3: no two rows of "Users" are the same in "fullName"
-- otherwise: change or delete the rows that have the same values
select "Id" from (select "Id", count(*) over (partition by "fullName") as rows_alike from "Users" where "fullName" is not null) as counted where rows_alike > 1;

-- check 2/3: every row of "Users" fulfils "fullName" <> ''
-- otherwise: change or delete the rows that do not
select "Id" from "Users" where not ("fullName" <> '');

-- check 3/3: every parentId of "Users" is in "Users"
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key "Users"."Users_parentId_fkey"
select "Id" from "Users" where "Users"."parentId" is not null and not exists (select from "Users" as target where target."Id" = "Users"."parentId");

-- step 1/14: add column "Users"."shortName"
-- locks: "Users" access exclusive
alter table "Users" add column "shortName" text;
comment on column "Users"."shortName" is 'It''s short.';

-- step 2/14: fill "Users"."shortName"
-- outside a transaction
-- locks: "Users" row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first "Users"."Id"%type;
  batch_last "Users"."Id"%type;
begin
  select "Id" into batch_first from "Users" order by "Id" limit 1;
  while batch_first is not null loop
    select "Id" into batch_last
    from (select "Id" from "Users" where "Id" >= batch_first order by "Id" limit 1000) as batch
    order by "Id" desc limit 1;
    update "Users" set "shortName" = left("fullName", 3)
    where "Id" >= batch_first and "Id" <= batch_last and "shortName" is null;
    commit;
    select "Id" into batch_first from "Users" where "Id" > batch_last order by "Id" limit 1;
  end loop;
end
$$;

-- step 3/14: expect values of "Users"."shortName"
-- locks: "Users" access exclusive
alter table "Users" add constraint "Users_shortName__not_null" check ("shortName" is not null) not valid;

-- step 4/14: fill "Users"."shortName": what came meanwhile
-- outside a transaction
-- locks: "Users" row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first "Users"."Id"%type;
  batch_last "Users"."Id"%type;
begin
  select "Id" into batch_first from "Users" order by "Id" limit 1;
  while batch_first is not null loop
    select "Id" into batch_last
    from (select "Id" from "Users" where "Id" >= batch_first order by "Id" limit 1000) as batch
    order by "Id" desc limit 1;
    update "Users" set "shortName" = left("fullName", 3)
    where "Id" >= batch_first and "Id" <= batch_last and "shortName" is null;
    commit;
    select "Id" into batch_first from "Users" where "Id" > batch_last order by "Id" limit 1;
  end loop;
end
$$;

-- step 5/14: validate check "Users"."Users_shortName__not_null"
-- locks: "Users" share update exclusive
-- reads all rows: "Users"
alter table "Users" validate constraint "Users_shortName__not_null";

-- step 6/14: set not null of "Users"."shortName"
-- locks: "Users" access exclusive
alter table "Users" alter column "shortName" set not null;
alter table "Users" drop constraint "Users_shortName__not_null";

-- step 7/14: build unique index "Users_fullName_key" on "Users"
-- outside a transaction
-- locks not measured
create unique index concurrently "Users_fullName_key" on "Users" ("fullName");

-- step 8/14: add unique "Users"."Users_fullName_key"
-- locks: "Users" access exclusive
alter table "Users" add constraint "Users_fullName_key" unique using index "Users_fullName_key";

-- step 9/14: add check "Users"."Users_fullName_check"
-- locks: "Users" access exclusive
alter table "Users" add constraint "Users_fullName_check" check ("fullName" <> '') not valid;

-- step 10/14: validate check "Users"."Users_fullName_check"
-- locks: "Users" share update exclusive
-- reads all rows: "Users"
alter table "Users" validate constraint "Users_fullName_check";

-- step 11/14: create index "Users_parentId_idx" on "Users"
-- outside a transaction
-- locks not measured
create index concurrently "Users_parentId_idx" on "Users" ("parentId");

-- step 12/14: create index "Users_lower_idx" on "Users"
-- outside a transaction
-- locks not measured
create index concurrently "Users_lower_idx" on "Users" ((lower("fullName"))) where "parentId" is not null;

-- step 13/14: add foreign key "Users"."Users_parentId_fkey"
-- locks: "Users" share row exclusive
alter table "Users" add constraint "Users_parentId_fkey" foreign key ("parentId") references "Users" ("Id") not valid;

-- step 14/14: validate foreign key "Users"."Users_parentId_fkey"
-- locks: "Users" share update exclusive
-- reads all rows: "Users"
alter table "Users" validate constraint "Users_parentId_fkey";
