-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of audit.accounts
-- cannot bring back: the rows of billing.invoices
-- cannot bring back: the rows of accounts

-- step 1/5: drop table audit.accounts
drop table audit.accounts;

-- step 2/5: drop table billing.invoices
drop table billing.invoices;

-- step 3/5: drop table accounts
drop table accounts;

-- step 4/5: drop schema audit
drop schema audit;

-- step 5/5: drop schema billing
drop schema billing;
