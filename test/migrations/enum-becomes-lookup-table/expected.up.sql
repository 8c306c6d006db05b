-- migration 20260102000000_change, up
-- parent: none

-- step 1/7: change orders.state to text: columns beside, kept in step by a trigger
-- locks: orders access exclusive
alter table orders add column state__new text;
create function zz_orders_in_step() returns trigger language plpgsql as $$
begin
  new.state__new := new.state;
  return new;
end
$$;
create trigger zz_orders_in_step before insert or update on orders
for each row execute function zz_orders_in_step();

-- step 2/7: fill orders.state__new
-- outside a transaction
-- locks: orders row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first orders.id%type;
  batch_last orders.id%type;
begin
  select id into batch_first from orders order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from orders where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update orders set state__new = state
    where id >= batch_first and id <= batch_last and state__new is null and state is not null;
    commit;
    select id into batch_first from orders where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/7: expect values of orders.state__new
-- locks: orders access exclusive
alter table orders add constraint orders_state__not_null check (state__new is not null) not valid;

-- step 4/7: validate check orders.orders_state__not_null
-- locks: orders share update exclusive
-- reads all rows: orders
alter table orders validate constraint orders_state__not_null;

-- step 5/7: change orders.state to text: columns change places
-- locks: orders access exclusive
lock table orders in access exclusive mode;
drop trigger zz_orders_in_step on orders;
drop function zz_orders_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('orders'::regclass, 'state', 'state__new'))
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
alter table orders drop column state;
alter table orders rename column state__new to state;
alter table orders alter column state set not null;
alter table orders drop constraint orders_state__not_null;
alter table orders alter column state set default 'open';

-- step 6/7: create table states
create table states (
  name text not null,
  constraint states_pkey primary key (name)
);

-- step 7/7: drop enum state
drop type state;
