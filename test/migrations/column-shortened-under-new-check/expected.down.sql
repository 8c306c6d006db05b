-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.code as they were: they are converted from character varying(8)

-- step 1/2: drop check notes.notes_code_check
alter table notes drop constraint notes_code_check;

-- step 2/2: change notes.code from character varying(8) to text
alter table notes alter column code type text;
