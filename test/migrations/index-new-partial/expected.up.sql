-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create index notes_words_title_idx on notes
-- outside a transaction
-- locks not measured
create index concurrently notes_words_title_idx on notes (words) include (title) where body is not null;
