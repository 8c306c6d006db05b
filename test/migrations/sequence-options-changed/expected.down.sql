-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: alter sequence a_seq
alter sequence a_seq as bigint increment by 1 no minvalue no maxvalue cache 1 no cycle start with 1;

-- step 2/4: alter sequence b_seq
alter sequence b_seq as bigint increment by 5 minvalue 0 maxvalue 1000 start with 5 cache 3 cycle;

-- step 3/4: alter sequence c_seq
alter sequence c_seq as integer;

-- step 4/4: alter sequence d_seq
alter sequence d_seq as smallint increment by -1;
comment on sequence d_seq is null;
