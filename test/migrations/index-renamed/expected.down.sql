-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: rename index notes_titles_idx to notes_idx
alter index notes_titles_idx rename to notes_idx;
