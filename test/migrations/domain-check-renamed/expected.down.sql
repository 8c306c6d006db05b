-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter domain percent
alter domain percent rename constraint percent_is_a_share to percent_range;
