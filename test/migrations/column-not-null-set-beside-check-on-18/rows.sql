insert into notes (title, body) values ('one', 'first'), ('two', 'second');
