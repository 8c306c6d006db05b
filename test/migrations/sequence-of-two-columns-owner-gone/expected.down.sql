-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of invoices.number

-- step 1/7: add column invoices.number
alter table invoices add column number bigint;
alter table invoices alter column number set default nextval('a_seq');

-- step 2/7: fill invoices.number
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first invoices.id%type;
  batch_last invoices.id%type;
begin
  select id into batch_first from invoices order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from invoices where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update invoices set number = nextval('a_seq')
    where id >= batch_first and id <= batch_last and number is null;
    commit;
    select id into batch_first from invoices where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/7: expect values of invoices.number
alter table invoices add constraint invoices_number__not_null check (number is not null) not valid;

-- step 4/7: fill invoices.number: what came meanwhile
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first invoices.id%type;
  batch_last invoices.id%type;
begin
  select id into batch_first from invoices order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from invoices where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update invoices set number = nextval('a_seq')
    where id >= batch_first and id <= batch_last and number is null;
    commit;
    select id into batch_first from invoices where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/7: validate check invoices.invoices_number__not_null
alter table invoices validate constraint invoices_number__not_null;

-- step 6/7: set not null of invoices.number
alter table invoices alter column number set not null;
alter table invoices drop constraint invoices_number__not_null;

-- step 7/7: sequence a_seq owned by invoices.number
alter sequence a_seq owned by invoices.number;
