-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: change notes.price from numeric(8,2) to numeric(12,2)
-- locks: notes access exclusive
alter table notes alter column price type numeric(12,2);
