-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: drop check notes.title_short
-- locks: notes access exclusive
alter table notes drop constraint title_short;

-- step 2/2: rename constraint title_there to title_short, title_some to title_there of notes
-- locks: notes access exclusive
alter table notes rename constraint title_there to title_short;
alter table notes rename constraint title_some to title_there;
