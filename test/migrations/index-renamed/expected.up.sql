-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename index notes_idx to notes_titles_idx
alter index notes_idx rename to notes_titles_idx;
