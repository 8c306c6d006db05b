-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: alter domain percent
comment on domain percent is E'A ''share'' --\nof "all"; drop table votes;';

-- step 2/2: alter domain other
comment on domain other is null;
