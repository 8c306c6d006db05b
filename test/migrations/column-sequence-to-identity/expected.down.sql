-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: let sequence notes_id_seq number notes.id in place of its identity
lock table notes in access exclusive mode;
alter table notes alter column id drop identity;
create sequence notes_id_seq;
alter sequence notes_id_seq owned by notes.id;
alter table notes alter column id set default nextval('notes_id_seq');
select setval(pg_get_serial_sequence('notes', 'id'), max(id)) from notes having max(id) is not null;
