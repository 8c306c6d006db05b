-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql count_changes
drop trigger count_changes on products;
drop function count_changes();
