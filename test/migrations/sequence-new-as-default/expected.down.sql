-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop default of invoices.number
alter table invoices alter column number drop default;

-- step 2/2: drop sequence invoice_number_seq
drop sequence invoice_number_seq;
