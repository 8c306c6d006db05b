-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of folders

-- step 1/2: drop foreign key folders.folders_parent_id_fkey
alter table folders drop constraint folders_parent_id_fkey;

-- step 2/2: drop table folders
drop table folders;
