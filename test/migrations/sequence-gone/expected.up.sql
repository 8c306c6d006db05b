-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop sequence a_seq

-- step 1/2: drop default of invoices.number
-- locks: invoices access exclusive
alter table invoices alter column number drop default;

-- step 2/2: drop sequence a_seq
drop sequence a_seq;
