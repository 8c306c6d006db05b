-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: change items.price from integer to numeric(10,2) using cents / 100.0

-- check 1/1: every row of items still fulfils price >= 0
-- otherwise: change the rows that would not
select id from (select ctid, id, price / 100.0 as price from (select ctid, id, cents as price from items) as items) as items where not (price >= 0);

-- step 1/10: rename column cents to price of items
-- locks: items access exclusive
alter table items rename column cents to price;

-- step 2/10: rename constraint items_cents_check to items_price_check of items
-- locks: items access exclusive
alter table items rename constraint items_cents_check to items_price_check;

-- step 3/10: rename index items_cents_idx to items_price_idx
alter index items_cents_idx rename to items_price_idx;

-- step 4/10: change items.price to numeric(10,2): columns beside, kept in step by a trigger
-- locks: items access exclusive
alter table items add column price__new numeric(10,2);
create function zz_items_in_step() returns trigger language plpgsql as $$
begin
  select price / 100.0 into new.price__new from (select new.*) as items;
  return new;
end
$$;
create trigger zz_items_in_step before insert or update on items
for each row execute function zz_items_in_step();

-- step 5/10: fill items.price__new
-- outside a transaction
-- locks: items row exclusive
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
    update items set price__new = price / 100.0
    where id >= batch_first and id <= batch_last and price__new is null and (price / 100.0) is not null;
    commit;
    select id into batch_first from items where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/10: expect values of items.price__new
-- locks: items access exclusive
alter table items add constraint items_price__not_null check (price__new is not null) not valid;

-- step 7/10: validate check items.items_price__not_null
-- locks: items share update exclusive
-- reads all rows: items
alter table items validate constraint items_price__not_null;

-- step 8/10: build index items_price_idx__new on items
-- outside a transaction
-- locks not measured
create index concurrently items_price_idx__new on items (price__new);

-- step 9/10: change items.price to numeric(10,2): columns change places
-- locks: items access exclusive
lock table items in access exclusive mode;
drop trigger zz_items_in_step on items;
drop function zz_items_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('items'::regclass, 'price', 'price__new'))
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
alter table items drop column price;
alter table items rename column price__new to price;
alter table items alter column price set not null;
alter table items drop constraint items_price__not_null;
alter table items alter column price set default 0;
alter index items_price_idx__new rename to items_price_idx;
alter table items add constraint items_price_check check (price >= 0) not valid;

-- step 10/10: validate check items.items_price_check
-- locks: items share update exclusive
-- reads all rows: items
alter table items validate constraint items_price_check;
