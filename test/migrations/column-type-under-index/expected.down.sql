-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter column notes.title
alter table notes alter column title type character varying(20);
