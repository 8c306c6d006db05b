-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: build unique index notes_title_key on notes
-- outside a transaction
-- locks not measured
create unique index concurrently notes_title_key on notes (title);

-- step 2/2: add unique notes.notes_title_key
-- locks: notes access exclusive
alter table notes add constraint notes_title_key unique using index notes_title_key;
