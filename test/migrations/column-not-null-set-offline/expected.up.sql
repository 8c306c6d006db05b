-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill notes.body with ''

-- step 1/2: fill notes.body
-- locks: notes row exclusive
update notes set body = '' where body is null;

-- step 2/2: set not null of notes.body
-- locks: notes access exclusive
-- reads all rows: notes
alter table notes alter column body set not null;
