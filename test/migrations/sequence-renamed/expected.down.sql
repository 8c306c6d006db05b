-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: rename sequence invoice_number_seq to invoice_seq
alter sequence invoice_number_seq rename to invoice_seq;

-- step 2/4: rename sequence numbers.other_seq to other_seq
alter sequence numbers.other_seq set schema public;

-- step 3/4: set default of invoices.number
alter table invoices alter column number set default nextval('invoice_seq');

-- step 4/4: drop schema numbers
drop schema numbers;
