insert into users (name) values ('Ada');
insert into profiles values (1, 'a life');
