-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: drop unique notes.notes_once
alter table notes drop constraint notes_once;

-- step 2/3: build unique index notes_once on notes
-- outside a transaction
create unique index concurrently notes_once on notes (title);

-- step 3/3: add unique notes.notes_once
alter table notes add constraint notes_once unique using index notes_once;
