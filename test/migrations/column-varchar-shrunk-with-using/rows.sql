insert into notes (title) values ('first'), ('a title of 20 chars.'), ('');
