-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: alter domain percent
alter domain percent rename constraint percent_range to percent_is_a_share;
