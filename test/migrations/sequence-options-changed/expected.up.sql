-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: alter sequence a_seq
alter sequence a_seq as bigint increment by 10 minvalue -5 maxvalue 100000 start with 100 cache 20 cycle;

-- step 2/4: alter sequence b_seq
alter sequence b_seq as bigint increment by 1 no minvalue no maxvalue cache 1 no cycle start with 1;

-- step 3/4: alter sequence c_seq
alter sequence c_seq as bigint;

-- step 4/4: alter sequence d_seq
alter sequence d_seq as integer increment by -2;
comment on sequence d_seq is 'Downwards.';
