-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: create sequence invoices_id_seq
create sequence invoices_id_seq;

-- step 2/3: drop identity of invoices.id
alter table invoices alter column id drop identity;
alter table invoices alter column id set default nextval('invoices_id_seq');

-- step 3/3: sequence invoices_id_seq owned by invoices.id
alter sequence invoices_id_seq owned by invoices.id;
