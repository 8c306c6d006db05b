insert into notes (title) values ('a'), ('b');
