-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create schema billing
create schema billing;

-- step 2/4: rename table bills to billing.invoices
-- locks: bills access exclusive
alter table bills set schema billing;
alter table billing.bills rename to invoices;
alter sequence if exists billing.bills_id_seq rename to invoices_id_seq;

-- step 3/4: rename constraint bills_pkey to invoices_pkey, bills_number_key to invoices_number_key, bills_customer_id_fkey to invoices_customer_id_fkey of billing.invoices
-- locks: billing.invoices access exclusive
alter table billing.invoices rename constraint bills_pkey to invoices_pkey;
alter table billing.invoices rename constraint bills_number_key to invoices_number_key;
alter table billing.invoices rename constraint bills_customer_id_fkey to invoices_customer_id_fkey;

-- step 4/4: rename index bills_customer_id_idx to invoices_customer_id_idx
alter index billing.bills_customer_id_idx rename to invoices_customer_id_idx;
