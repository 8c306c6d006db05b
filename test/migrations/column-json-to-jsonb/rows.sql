insert into notes (title, body) values ('a', '{"b": 1,  "a": 1.0}'), ('b', null);
