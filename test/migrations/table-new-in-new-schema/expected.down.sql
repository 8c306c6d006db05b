-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of billing.invoices

-- step 1/3: drop foreign key billing.invoices.invoices_note_id_fkey
lock table notes in access exclusive mode;
alter table billing.invoices drop constraint invoices_note_id_fkey;

-- step 2/3: drop table billing.invoices
drop table billing.invoices;

-- step 3/3: drop schema billing
drop schema billing;
