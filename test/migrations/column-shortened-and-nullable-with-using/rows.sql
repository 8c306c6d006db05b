insert into notes (title) values ('one'), ('a title of 20 letter');
