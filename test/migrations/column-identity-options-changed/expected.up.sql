-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: change identity of notes.id
-- locks: notes access exclusive
alter table notes alter column id set generated always set increment by 5 set cache 20 set start with 1;
