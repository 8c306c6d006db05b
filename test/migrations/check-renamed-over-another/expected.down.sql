-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every row of notes fulfils length(title) < 1000
-- otherwise: change or delete the rows that do not
select id from notes where not (length(title) < 1000);

-- step 1/3: rename constraint title_short to title_there, title_there to title_some of notes
alter table notes rename constraint title_there to title_some;
alter table notes rename constraint title_short to title_there;

-- step 2/3: add check notes.title_short
alter table notes add constraint title_short check (length(title) < 1000) not valid;

-- step 3/3: validate check notes.title_short
alter table notes validate constraint title_short;
