-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: add column notes.rating
-- locks: notes access exclusive
alter table notes add column rating smallint;
comment on column notes.rating is 'From 1 to 5.';
