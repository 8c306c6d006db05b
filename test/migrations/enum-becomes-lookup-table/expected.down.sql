-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of orders.state as they were: they are converted from text
-- cannot bring back: the rows of states

-- step 1/7: create enum state
create type state as enum (
  'open',
  'paid'
);

-- step 2/7: change orders.state to state: columns beside, kept in step by a trigger
alter table orders add column state__new state;
create function zz_orders_in_step() returns trigger language plpgsql as $$
begin
  select (state::text::state)::state into new.state__new from (select new.*) as orders;
  return new;
end
$$;
create trigger zz_orders_in_step before insert or update on orders
for each row execute function zz_orders_in_step();

-- step 3/7: fill orders.state__new
-- outside a transaction
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
    update orders set state__new = (state::text::state)::state
    where id >= batch_first and id <= batch_last and state__new is null and (state::text::state) is not null;
    commit;
    select id into batch_first from orders where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/7: expect values of orders.state__new
alter table orders add constraint orders_state__not_null check (state__new is not null) not valid;

-- step 5/7: validate check orders.orders_state__not_null
alter table orders validate constraint orders_state__not_null;

-- step 6/7: change orders.state to state: columns change places
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

-- step 7/7: drop table states
drop table states;
