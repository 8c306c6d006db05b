insert into notes (title) values ('b'), ('A'), ('a'), ('B');
