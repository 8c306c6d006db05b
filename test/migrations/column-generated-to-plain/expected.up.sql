-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: keep the values of notes.length
-- locks: notes access exclusive
alter table notes alter column length drop expression;

-- step 2/2: drop not null of notes.length
-- locks: notes access exclusive
alter table notes alter column length drop not null;
