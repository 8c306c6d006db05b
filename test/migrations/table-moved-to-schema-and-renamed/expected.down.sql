-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: rename table billing.invoices to bills
alter table billing.invoices set schema public;
alter table invoices rename to bills;
alter sequence if exists invoices_id_seq rename to bills_id_seq;

-- step 2/4: rename constraint invoices_pkey to bills_pkey, invoices_number_key to bills_number_key, invoices_customer_id_fkey to bills_customer_id_fkey of bills
alter table bills rename constraint invoices_pkey to bills_pkey;
alter table bills rename constraint invoices_number_key to bills_number_key;
alter table bills rename constraint invoices_customer_id_fkey to bills_customer_id_fkey;

-- step 3/4: rename index invoices_customer_id_idx to bills_customer_id_idx
alter index invoices_customer_id_idx rename to bills_customer_id_idx;

-- step 4/4: drop schema billing
drop schema billing;
