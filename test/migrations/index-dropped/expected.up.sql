-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: drop index notes_title_words_idx of notes
-- outside a transaction
-- locks not measured
drop index concurrently notes_title_words_idx;
