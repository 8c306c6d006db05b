insert into notes (body) values ('{"b": 1, "a": [1,  2]}'), ('{"a": 1, "a": 2}'), ('null');
