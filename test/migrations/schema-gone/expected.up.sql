-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table billing.bills

-- step 1/2: drop table billing.bills
-- locks: billing.bills access exclusive
drop table billing.bills;

-- step 2/2: drop schema billing
drop schema billing;
