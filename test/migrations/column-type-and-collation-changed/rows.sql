insert into notes (body) values ('{"a": 1}'), ('[]');
