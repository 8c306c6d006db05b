-- migration 20260102000000_change, down
-- parent: none

-- check 1/2: every accounts.number fits integer
-- otherwise: change the values that do not
select tenant, number from accounts where number not between -2147483648 and 2147483647;

-- check 2/2: every entries.account fits integer
-- otherwise: change the values that do not
select id from entries where account not between -2147483648 and 2147483647;

-- step 1/10: change accounts.number to integer: columns beside, kept in step by a trigger
alter table accounts add column number__new integer;
create function zz_accounts_in_step() returns trigger language plpgsql as $$
begin
  new.number__new := new.number;
  return new;
end
$$;
create trigger zz_accounts_in_step before insert or update on accounts
for each row execute function zz_accounts_in_step();

-- step 2/10: change entries.account to integer: columns beside, kept in step by a trigger
alter table entries add column account__new integer;
create function zz_entries_in_step() returns trigger language plpgsql as $$
begin
  new.account__new := new.account;
  return new;
end
$$;
create trigger zz_entries_in_step before insert or update on entries
for each row execute function zz_entries_in_step();

-- step 3/10: fill accounts.number__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first_1 accounts.tenant%type;
  batch_first_2 accounts.number%type;
  batch_last_1 accounts.tenant%type;
  batch_last_2 accounts.number%type;
begin
  select tenant, number into batch_first_1, batch_first_2 from accounts order by tenant, number limit 1;
  while batch_first_1 is not null loop
    select tenant, number into batch_last_1, batch_last_2
    from (select tenant, number from accounts where (tenant, number) >= (batch_first_1, batch_first_2) order by tenant, number limit 1000) as batch
    order by tenant desc, number desc limit 1;
    update accounts set number__new = number
    where (tenant, number) >= (batch_first_1, batch_first_2) and (tenant, number) <= (batch_last_1, batch_last_2) and number__new is null and number is not null;
    commit;
    select tenant, number into batch_first_1, batch_first_2 from accounts where (tenant, number) > (batch_last_1, batch_last_2) order by tenant, number limit 1;
  end loop;
end
$$;

-- step 4/10: expect values of accounts.number__new
alter table accounts add constraint accounts_number__not_null check (number__new is not null) not valid;

-- step 5/10: validate check accounts.accounts_number__not_null
alter table accounts validate constraint accounts_number__not_null;

-- step 6/10: fill entries.account__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first entries.id%type;
  batch_last entries.id%type;
begin
  select id into batch_first from entries order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from entries where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update entries set account__new = account
    where id >= batch_first and id <= batch_last and account__new is null and account is not null;
    commit;
    select id into batch_first from entries where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 7/10: build index accounts_pkey__new on accounts
-- outside a transaction
create unique index concurrently accounts_pkey__new on accounts (tenant, number__new);

-- step 8/10: add foreign key entries.entries_tenant_account_fkey__new
lock table accounts in share row exclusive mode;
alter table entries add constraint entries_tenant_account_fkey__new foreign key (tenant, account__new) references accounts (tenant, number__new) on delete set null (account__new) not valid;

-- step 9/10: validate foreign key entries.entries_tenant_account_fkey__new
alter table entries validate constraint entries_tenant_account_fkey__new;

-- step 10/10: change accounts.number to integer, entries.account to integer: columns change places
lock table accounts in access exclusive mode;
lock table entries in access exclusive mode;
drop trigger zz_accounts_in_step on accounts;
drop function zz_accounts_in_step();
drop trigger zz_entries_in_step on entries;
drop function zz_entries_in_step();
alter table entries drop constraint entries_tenant_account_fkey;
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('accounts'::regclass, 'number', 'number__new'), ('entries'::regclass, 'account', 'account__new'))
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
alter table accounts drop column number;
alter table entries drop column account;
alter table accounts rename column number__new to number;
alter table accounts alter column number set not null;
alter table accounts drop constraint accounts_number__not_null;
alter table accounts add constraint accounts_pkey primary key using index accounts_pkey__new;
alter table entries rename column account__new to account;
alter table entries rename constraint entries_tenant_account_fkey__new to entries_tenant_account_fkey;
