-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop enum mood
drop type mood;
