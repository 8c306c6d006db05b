-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create schema numbers
create schema numbers;

-- step 2/4: rename sequence invoice_seq to invoice_number_seq
alter sequence invoice_seq rename to invoice_number_seq;

-- step 3/4: rename sequence other_seq to numbers.other_seq
alter sequence other_seq set schema numbers;

-- step 4/4: set default of invoices.number
-- locks: invoices access exclusive
alter table invoices alter column number set default nextval('invoice_number_seq');
