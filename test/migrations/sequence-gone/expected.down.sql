-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: create sequence a_seq
create sequence a_seq increment by 3;

-- step 2/3: set default of invoices.number
alter table invoices alter column number set default nextval('a_seq');

-- step 3/3: sequence a_seq owned by invoices.number
alter sequence a_seq owned by invoices.number;
