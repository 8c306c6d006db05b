-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of items.cents as they were: they are converted from numeric(10,2)

-- check 1/1: every row of items still fulfils cents >= 0
-- otherwise: change the rows that would not
select id from (select ctid, id, (cents * 100)::integer as cents from (select ctid, id, price as cents from items) as items) as items where not (cents >= 0);

-- step 1/10: rename column price to cents of items
alter table items rename column price to cents;

-- step 2/10: rename constraint items_price_check to items_cents_check of items
alter table items rename constraint items_price_check to items_cents_check;

-- step 3/10: rename index items_price_idx to items_cents_idx
alter index items_price_idx rename to items_cents_idx;

-- step 4/10: change items.cents to integer: columns beside, kept in step by a trigger
alter table items add column cents__new integer;
create function zz_items_in_step() returns trigger language plpgsql as $$
begin
  select ((cents * 100)::integer)::integer into new.cents__new from (select new.*) as items;
  return new;
end
$$;
create trigger zz_items_in_step before insert or update on items
for each row execute function zz_items_in_step();

-- step 5/10: fill items.cents__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first items.id%type;
  batch_last items.id%type;
begin
  select id into batch_first from items order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from items where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update items set cents__new = ((cents * 100)::integer)::integer
    where id >= batch_first and id <= batch_last and cents__new is null and ((cents * 100)::integer) is not null;
    commit;
    select id into batch_first from items where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/10: expect values of items.cents__new
alter table items add constraint items_cents__not_null check (cents__new is not null) not valid;

-- step 7/10: validate check items.items_cents__not_null
alter table items validate constraint items_cents__not_null;

-- step 8/10: build index items_cents_idx__new on items
-- outside a transaction
create index concurrently items_cents_idx__new on items (cents__new);

-- step 9/10: change items.cents to integer: columns change places
lock table items in access exclusive mode;
drop trigger zz_items_in_step on items;
drop function zz_items_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('items'::regclass, 'cents', 'cents__new'))
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
alter table items drop column cents;
alter table items rename column cents__new to cents;
alter table items alter column cents set not null;
alter table items drop constraint items_cents__not_null;
alter table items alter column cents set default 0;
alter index items_cents_idx__new rename to items_cents_idx;
alter table items add constraint items_cents_check check (cents >= 0) not valid;

-- step 10/10: validate check items.items_cents_check
alter table items validate constraint items_cents_check;
