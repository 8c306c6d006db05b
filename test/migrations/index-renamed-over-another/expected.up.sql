-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: drop index notes_words of notes
-- outside a transaction
-- locks not measured
drop index concurrently notes_words;

-- step 2/2: rename index notes_text to notes_words
alter index notes_text rename to notes_words;
