-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of shirts.worn_size

-- step 1/1: drop column shirts.worn_size
alter table shirts drop column worn_size;
