insert into notes (owner) values (1), (7);
