insert into notes (title, price) values ('a', 123456.78), ('b', -0.01);
