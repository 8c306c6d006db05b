-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every products.code fits character varying(20)
-- otherwise: change the values that do not
select id from products where length(code) > 20;

-- step 1/6: change products.code to character varying(20): columns beside, kept in step by a trigger
alter table products add column code__new character varying(20);
create function zz_products_in_step() returns trigger language plpgsql as $$
begin
  new.code__new := new.code;
  return new;
end
$$;
create trigger zz_products_in_step before insert or update on products
for each row execute function zz_products_in_step();

-- step 2/6: fill products.code__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first products.id%type;
  batch_last products.id%type;
begin
  select id into batch_first from products order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from products where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update products set code__new = code
    where id >= batch_first and id <= batch_last and code__new is null and code is not null;
    commit;
    select id into batch_first from products where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of products.code__new
alter table products add constraint products_code__not_null check (code__new is not null) not valid;

-- step 4/6: validate check products.products_code__not_null
alter table products validate constraint products_code__not_null;

-- step 5/6: undo sql code_counts, change products.code to character varying(20): columns change places
create table zz_rights (again) as
-- owners, grants and comments go with the views: they are given back below
select format('revoke all on %s from %s', c.oid::regclass, coalesce(nullif(grantee, 0)::regrole::text, 'public'))
from pg_class c join pg_default_acl on defaclobjtype = 'r' and defaclnamespace in (0, relnamespace), aclexplode(defaclacl)
where c.oid in ('code_counts'::regclass) and defaclrole = current_user::regrole and grantee <> relowner
union all
select format('grant %s on %s to %s%s', privilege_type, oid::regclass, coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
from pg_class, aclexplode(relacl) where oid in ('code_counts'::regclass) and grantee <> relowner
union all
select format('do $grant$ begin if exists (select from pg_attribute where attrelid = %L::regclass and attname = %L) then grant %s (%I) on %s to %s%s; end if; end $grant$',
  attrelid::regclass, attname, privilege_type, attname, attrelid::regclass, coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
from pg_attribute, aclexplode(attacl) where attrelid in ('code_counts'::regclass)
union all
select format('alter table %s owner to %s', oid::regclass, relowner::regrole)
from pg_class where oid in ('code_counts'::regclass) and relowner <> current_user::regrole
union all
select format('comment on %sview %s is %L', case relkind when 'm' then 'materialized ' else '' end, oid::regclass, description)
from pg_class join pg_description on objoid = oid and classoid = 'pg_class'::regclass and objsubid = 0
where oid in ('code_counts'::regclass);
alter table zz_rights enable row level security;
drop materialized view code_counts;
lock table products in access exclusive mode;
drop trigger zz_products_in_step on products;
drop function zz_products_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('products'::regclass, 'code', 'code__new'))
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
alter table products drop column code;
alter table products rename column code__new to code;
alter table products alter column code set not null;
alter table products drop constraint products_code__not_null;

-- step 6/6: sql code_counts
create materialized view code_counts as select code, count(*) as rows from products group by code;
create unique index code_counts_code_idx on code_counts (code);
do $$
declare
  statement text;
begin
  for statement in select again from zz_rights order by again collate "C" desc loop
    execute statement;
  end loop;
end
$$;
drop table zz_rights;
