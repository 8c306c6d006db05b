insert into notes (title, subtitle) values ('one', 'first'), ('two', 'second');
