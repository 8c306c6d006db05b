insert into notes (code, place, rank) values ('a', null, 1), ('b', 'there', 2);
