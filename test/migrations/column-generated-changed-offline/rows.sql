insert into notes (title) values ('first'), ('Second'), ('');
