-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: sequence a_seq owned by orders.number
-- locks: orders access share
alter sequence a_seq owned by orders.number;

-- step 2/3: sequence b_seq owned by invoices.number
-- locks: invoices access share
alter sequence b_seq owned by invoices.number;

-- step 3/3: sequence c_seq owned by none
alter sequence c_seq owned by none;
