-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop enum feelings.mood
drop type feelings.mood;

-- step 2/2: drop schema feelings
drop schema feelings;
