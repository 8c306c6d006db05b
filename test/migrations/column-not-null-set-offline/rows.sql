insert into notes (title, body) values ('first', 'It was a dark night'), ('second', null);
