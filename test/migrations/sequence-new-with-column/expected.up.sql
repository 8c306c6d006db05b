-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill invoices.number with nextval('invoice_number_seq')

-- step 1/8: create sequence invoice_number_seq
create sequence invoice_number_seq start with 1000;

-- step 2/8: add column invoices.number
-- locks: invoices access exclusive
alter table invoices add column number bigint;
alter table invoices alter column number set default nextval('invoice_number_seq');

-- step 3/8: fill invoices.number
-- outside a transaction
-- locks: invoices row exclusive
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
    update invoices set number = nextval('invoice_number_seq')
    where id >= batch_first and id <= batch_last and number is null;
    commit;
    select id into batch_first from invoices where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/8: expect values of invoices.number
-- locks: invoices access exclusive
alter table invoices add constraint invoices_number__not_null check (number is not null) not valid;

-- step 5/8: fill invoices.number: what came meanwhile
-- outside a transaction
-- locks: invoices row exclusive
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
    update invoices set number = nextval('invoice_number_seq')
    where id >= batch_first and id <= batch_last and number is null;
    commit;
    select id into batch_first from invoices where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/8: validate check invoices.invoices_number__not_null
-- locks: invoices share update exclusive
-- reads all rows: invoices
alter table invoices validate constraint invoices_number__not_null;

-- step 7/8: set not null of invoices.number
-- locks: invoices access exclusive
alter table invoices alter column number set not null;
alter table invoices drop constraint invoices_number__not_null;

-- step 8/8: sequence invoice_number_seq owned by invoices.number
-- locks: invoices access share
alter sequence invoice_number_seq owned by invoices.number;
