-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of folders

-- step 1/1: drop table folders
drop table folders;
