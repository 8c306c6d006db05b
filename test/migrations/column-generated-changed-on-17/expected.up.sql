-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: compute notes.shout anew
-- locks: notes access exclusive
-- rewrites: notes
alter table notes alter column shout set expression as (upper(title));
