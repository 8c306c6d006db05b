insert into notes (pages) values ('12'), (' 7 '), (''), (null), (default);
