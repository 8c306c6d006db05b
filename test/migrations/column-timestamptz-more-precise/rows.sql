insert into notes (title, at) values ('a', '2024-03-31 01:30:00.123+01'), ('b', null);
