-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column invoices.number

-- step 1/2: sequence a_seq owned by none
alter sequence a_seq owned by none;

-- step 2/2: drop column invoices.number
-- locks: invoices access exclusive
alter table invoices drop column number;
