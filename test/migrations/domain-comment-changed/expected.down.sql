-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: alter domain percent
comment on domain percent is 'A share.';

-- step 2/2: alter domain other
comment on domain other is 'Gone soon.';
