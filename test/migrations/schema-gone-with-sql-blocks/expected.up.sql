-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table billing.bills

-- step 1/3: undo sql note_ids
drop view billing.note_ids;

-- step 2/3: drop table billing.bills
-- locks: billing.bills access exclusive
drop table billing.bills;

-- step 3/3: drop schema billing
drop schema billing;
