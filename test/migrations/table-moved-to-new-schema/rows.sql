insert into notes (title) values ('x');
insert into lines (note_id) values (1);
