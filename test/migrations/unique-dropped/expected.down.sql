-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: build unique index notes_title_words_key on notes
-- outside a transaction
create unique index concurrently notes_title_words_key on notes (title, words);

-- step 2/2: add unique notes.notes_title_words_key
alter table notes add constraint notes_title_words_key unique using index notes_title_words_key;
