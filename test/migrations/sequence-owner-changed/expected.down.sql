-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: sequence a_seq owned by invoices.number
alter sequence a_seq owned by invoices.number;

-- step 2/3: sequence b_seq owned by none
alter sequence b_seq owned by none;

-- step 3/3: sequence c_seq owned by invoices.number
alter sequence c_seq owned by invoices.number;
