-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: compute notes.shout anew
alter table notes alter column shout set expression as (lower(title));
