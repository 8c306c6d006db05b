-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every tenant, account of entries is in accounts
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key entries.entries_tenant_account_fkey
select id from entries where ((entries.tenant is not null and entries.account is not null and not exists (select from accounts as target where target.tenant = entries.tenant and target.number = entries.account)) or num_nulls(entries.tenant, entries.account) between 1 and 1);

-- step 1/3: add foreign key entries.entries_tenant_account_fkey
-- locks: accounts share row exclusive, entries share row exclusive
lock table accounts in share row exclusive mode;
alter table entries add constraint entries_tenant_account_fkey__new foreign key (tenant, account) references accounts (tenant, number) match full not valid;

-- step 2/3: validate foreign key entries.entries_tenant_account_fkey__new
-- locks: accounts row share, entries share update exclusive
-- reads all rows: entries
alter table entries validate constraint entries_tenant_account_fkey__new;

-- step 3/3: replace foreign key entries.entries_tenant_account_fkey
-- locks: accounts access exclusive, entries access exclusive
lock table accounts in access exclusive mode;
alter table entries drop constraint entries_tenant_account_fkey;
alter table entries rename constraint entries_tenant_account_fkey__new to entries_tenant_account_fkey;
