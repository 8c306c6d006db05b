-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: create enum mood
create type mood as enum (
  'calm',
  'wild'
);
