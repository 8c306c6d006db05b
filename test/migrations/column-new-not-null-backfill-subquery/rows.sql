insert into users (id, name) values (1, 'Ann'), (2, 'Ben');
insert into posts (user_id) values (1), (1), (2);
