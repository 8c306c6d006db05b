-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop identity of notes.id
alter table notes alter column id drop identity;
create sequence notes_id_seq;
alter table notes alter column id set default nextval('notes_id_seq');
select setval('notes_id_seq', max(id)) from notes having max(id) is not null;

-- step 2/2: sequence notes_id_seq owned by notes.id
alter sequence notes_id_seq owned by notes.id;
