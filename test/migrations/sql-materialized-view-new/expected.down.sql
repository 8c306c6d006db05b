-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql code_counts
drop materialized view code_counts;
