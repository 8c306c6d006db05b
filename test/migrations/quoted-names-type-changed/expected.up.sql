-- migration 20260102000000_change, up
-- parent: none

-- step 1/11: create enum "MoodKind__new"
create type "MoodKind__new" as enum (
  'wild',
  'calm'
);

-- step 2/11: change "Users"."Id" to bigint, "Users"."parentId" to bigint, "Users"."theMood" to "MoodKind": columns beside, kept in step by a trigger
-- locks: "Users" access exclusive
alter table "Users" add column "Id__new" bigint;
alter table "Users" add column "parentId__new" bigint;
alter table "Users" add column "theMood__new" "MoodKind__new";
create function "zz_Users_in_step"() returns trigger language plpgsql as $$
begin
  new."Id__new" := new."Id";
  new."parentId__new" := new."parentId";
  select ("theMood"::text)::"MoodKind__new" into new."theMood__new" from (select new.*) as "Users";
  return new;
end
$$;
create trigger "zz_Users_in_step" before insert or update on "Users"
for each row execute function "zz_Users_in_step"();

-- step 3/11: fill "Users"."Id__new", "Users"."parentId__new", "Users"."theMood__new"
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
    update "Users" set "Id__new" = "Id", "parentId__new" = "parentId", "theMood__new" = ("theMood"::text)::"MoodKind__new"
    where "Id" >= batch_first and "Id" <= batch_last and (("Id__new" is null and "Id" is not null) or ("parentId__new" is null and "parentId" is not null) or ("theMood__new" is null and ("theMood"::text) is not null));
    commit;
    select "Id" into batch_first from "Users" where "Id" > batch_last order by "Id" limit 1;
  end loop;
end
$$;

-- step 4/11: expect values of "Users"."Id__new"
-- locks: "Users" access exclusive
alter table "Users" add constraint "Users_Id__not_null" check ("Id__new" is not null) not valid;

-- step 5/11: validate check "Users"."Users_Id__not_null"
-- locks: "Users" share update exclusive
-- reads all rows: "Users"
alter table "Users" validate constraint "Users_Id__not_null";

-- step 6/11: expect values of "Users"."theMood__new"
-- locks: "Users" access exclusive
alter table "Users" add constraint "Users_theMood__not_null" check ("theMood__new" is not null) not valid;

-- step 7/11: validate check "Users"."Users_theMood__not_null"
-- locks: "Users" share update exclusive
-- reads all rows: "Users"
alter table "Users" validate constraint "Users_theMood__not_null";

-- step 8/11: build index "Users_pkey__new" on "Users"
-- outside a transaction
-- locks not measured
create unique index concurrently "Users_pkey__new" on "Users" ("Id__new");

-- step 9/11: add foreign key "Users"."Users_parentId_fkey__new"
-- locks: "Users" share row exclusive
alter table "Users" add constraint "Users_parentId_fkey__new" foreign key ("parentId__new") references "Users" ("Id__new") not valid;

-- step 10/11: validate foreign key "Users"."Users_parentId_fkey__new"
-- locks: "Users" share update exclusive
-- reads all rows: "Users"
alter table "Users" validate constraint "Users_parentId_fkey__new";

-- step 11/11: change "Users"."Id" to bigint, "Users"."parentId" to bigint, "Users"."theMood" to "MoodKind": columns change places
-- locks: "Users" access exclusive
lock table "Users" in access exclusive mode;
drop trigger "zz_Users_in_step" on "Users";
drop function "zz_Users_in_step"();
alter table "Users" drop constraint "Users_parentId_fkey";
select set_config('dbgen.last_value_1', coalesce(pg_sequence_last_value(pg_get_serial_sequence('"Users"', 'Id')::regclass)::text, ''), true);
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('"Users"'::regclass, 'Id', 'Id__new'), ('"Users"'::regclass, 'parentId', 'parentId__new'), ('"Users"'::regclass, 'theMood', 'theMood__new'))
    select format('grant %s (%I) on %s to %s%s', privilege_type, beside, owner,
      coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
    from places join pg_attribute on attrelid = owner and attname = gone, aclexplode(attacl)
    union all
    select format('alter table %s alter column %I set statistics %s', owner, beside, attstattarget)
    from places join pg_attribute on attrelid = owner and attname = gone where attstattarget >= 0
  loop
    execute statement;
  end loop;
end
$$;
alter table "Users" drop column "Id";
alter table "Users" drop column "parentId";
alter table "Users" drop column "theMood";
drop type "MoodKind";
alter type "MoodKind__new" rename to "MoodKind";
alter table "Users" rename column "Id__new" to "Id";
alter table "Users" rename column "parentId__new" to "parentId";
alter table "Users" rename column "theMood__new" to "theMood";
alter table "Users" alter column "Id" set not null;
alter table "Users" drop constraint "Users_Id__not_null";
alter table "Users" alter column "theMood" set not null;
alter table "Users" drop constraint "Users_theMood__not_null";
alter table "Users" alter column "Id" add generated by default as identity;
alter table "Users" alter column "theMood" set default 'calm';
alter table "Users" add constraint "Users_pkey" primary key using index "Users_pkey__new";
select setval(pg_get_serial_sequence('"Users"', 'Id'), nullif(current_setting('dbgen.last_value_1'), '')::bigint);
alter table "Users" rename constraint "Users_parentId_fkey__new" to "Users_parentId_fkey";
