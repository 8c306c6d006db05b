-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: undo sql short_codes
drop view short_codes;

-- step 2/2: undo sql codes
drop view codes;
