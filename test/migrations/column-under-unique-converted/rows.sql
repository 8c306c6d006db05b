insert into notes (code) values ('FIRST of all'), ('Second');
