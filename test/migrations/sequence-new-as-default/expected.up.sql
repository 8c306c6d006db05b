-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: create sequence invoice_number_seq
create sequence invoice_number_seq start with 1000;

-- step 2/3: set default of invoices.number
-- locks: invoices access exclusive
alter table invoices alter column number set default nextval('invoice_number_seq');

-- step 3/3: sequence invoice_number_seq owned by invoices.number
-- locks: invoices access share
alter sequence invoice_number_seq owned by invoices.number;
