-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename index notes_words to notes_text
alter index notes_words rename to notes_text;

-- step 2/2: create index notes_words on notes
-- outside a transaction
create index concurrently notes_words on notes (title);
