insert into notes (title) values ('first'), ('second');
