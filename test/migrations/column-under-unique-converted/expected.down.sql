-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.code as they were: they are converted from character varying(8)

-- step 1/1: change notes.code from character varying(8) to text
alter table notes alter column code type text;
