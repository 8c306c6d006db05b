-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter column notes.price
alter table notes alter column price type numeric(8,2);
