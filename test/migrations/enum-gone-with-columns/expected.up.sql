-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column shirts.size, and shirts_size_idx with it

-- step 1/2: drop column shirts.size
-- locks: shirts access exclusive
alter table shirts drop column size;

-- step 2/2: drop enum size
drop type size;
