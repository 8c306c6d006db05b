-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: alter domain language
alter domain language set default 'de';

-- step 2/3: alter domain stamp
alter domain stamp set default now();

-- step 3/3: alter domain level
alter domain level drop default;
