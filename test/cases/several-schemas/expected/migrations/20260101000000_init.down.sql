-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of audit.accounts
-- cannot bring back: the rows of billing.invoices
-- cannot bring back: the rows of accounts

-- step 1/6: drop foreign key billing.invoices.invoices_account_id_fkey
alter table billing.invoices drop constraint invoices_account_id_fkey;

-- step 2/6: drop table audit.accounts
drop table audit.accounts;

-- step 3/6: drop table billing.invoices
drop table billing.invoices;

-- step 4/6: drop table accounts
drop table accounts;

-- step 5/6: drop schema billing
drop schema billing;

-- step 6/6: drop schema audit
drop schema audit;
