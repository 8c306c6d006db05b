-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.title as they were: they are converted from character varying(10)

-- step 1/1: change notes.title from character varying(10) to character varying(20)
alter table notes alter column title type character varying(20);
alter table notes alter column title set default 'none';
