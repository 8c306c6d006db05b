-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: rename enum size to shirt_size
alter type size rename to shirt_size;
