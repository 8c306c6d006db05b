-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create schema wear
create schema wear;

-- step 2/2: rename enum size to wear.size
alter type size set schema wear;
