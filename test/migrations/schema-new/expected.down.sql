-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of billing.bills

-- step 1/2: drop table billing.bills
drop table billing.bills;

-- step 2/2: drop schema billing
drop schema billing;
