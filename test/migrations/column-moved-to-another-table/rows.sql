insert into users (name, biography) values ('Ada', 'a life');
