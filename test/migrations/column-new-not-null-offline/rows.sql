insert into notes (title) values ('First'), ('Second'), ('');
