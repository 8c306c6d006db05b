-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter domain language
alter domain language set not null;
