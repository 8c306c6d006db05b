-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: change notes.title from character varying(20) to text
-- locks: notes access exclusive
alter table notes alter column title type text;
alter table notes alter column title set default '-';
