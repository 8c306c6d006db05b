-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: alter domain language
alter domain language set default 'en';

-- step 2/3: alter domain stamp
alter domain stamp drop default;

-- step 3/3: alter domain level
alter domain level set default 1;
