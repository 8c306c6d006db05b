-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create schema feelings
create schema feelings;

-- step 2/2: create enum feelings.mood
create type feelings.mood as enum (
  'calm',
  'wild'
);
