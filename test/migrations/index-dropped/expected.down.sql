-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: create index notes_title_words_idx on notes
-- outside a transaction
create index concurrently notes_title_words_idx on notes (title, words desc);
