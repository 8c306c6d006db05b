-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: alter domain language
alter domain language drop not null;
