-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column invoices.number

-- step 1/1: drop column invoices.number
-- locks: invoices access exclusive
alter table invoices drop column number;
