-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: create enum mood
create type mood as enum (
  'calm',
  'it''s wild'
);

-- step 2/3: add column notes.mood
-- locks: notes access exclusive
alter table notes add column mood mood not null default 'calm';

-- step 3/3: add column notes.moods
-- locks: notes access exclusive
alter table notes add column moods mood[];
