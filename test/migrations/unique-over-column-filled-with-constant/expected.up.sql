-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill hosts.address with '127.0.0.1'

-- check 1/1: no two rows of hosts are the same in address
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by address) as rows_alike from (select ctid, id, coalesce(address, '127.0.0.1') as address from hosts) as hosts where address is not null) as counted where rows_alike > 1;

-- step 1/7: fill hosts.address
-- outside a transaction
-- locks: hosts row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first hosts.id%type;
  batch_last hosts.id%type;
begin
  select id into batch_first from hosts order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from hosts where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update hosts set address = '127.0.0.1'
    where id >= batch_first and id <= batch_last and address is null;
    commit;
    select id into batch_first from hosts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 2/7: expect values of hosts.address
-- locks: hosts access exclusive
alter table hosts add constraint hosts_address__not_null check (address is not null) not valid;

-- step 3/7: fill hosts.address: what came meanwhile
-- outside a transaction
-- locks: hosts row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first hosts.id%type;
  batch_last hosts.id%type;
begin
  select id into batch_first from hosts order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from hosts where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update hosts set address = '127.0.0.1'
    where id >= batch_first and id <= batch_last and address is null;
    commit;
    select id into batch_first from hosts where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/7: validate check hosts.hosts_address__not_null
-- locks: hosts share update exclusive
-- reads all rows: hosts
alter table hosts validate constraint hosts_address__not_null;

-- step 5/7: set not null of hosts.address
-- locks: hosts access exclusive
alter table hosts alter column address set not null;
alter table hosts drop constraint hosts_address__not_null;

-- step 6/7: build unique index hosts_address_key on hosts
-- outside a transaction
-- locks not measured
create unique index concurrently hosts_address_key on hosts (address);

-- step 7/7: add unique hosts.hosts_address_key
-- locks: hosts access exclusive
alter table hosts add constraint hosts_address_key unique using index hosts_address_key;
