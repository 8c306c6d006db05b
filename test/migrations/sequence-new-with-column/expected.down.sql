-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of invoices.number

-- step 1/1: drop column invoices.number
alter table invoices drop column number;
