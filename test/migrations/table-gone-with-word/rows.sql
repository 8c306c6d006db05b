insert into notes (id, title) values (1, 'first');
insert into tags (note_id) values (1), (1);
