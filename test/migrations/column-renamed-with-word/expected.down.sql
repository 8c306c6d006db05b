-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: rename column content to body of notes
alter table notes rename column content to body;
