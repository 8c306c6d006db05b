-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop unique things.things_number_key
-- locks: things access exclusive
alter table things drop constraint things_number_key;
