insert into users (name) values ('Ann'), ('');
