insert into notes (title) values ('x');
