insert into users (id) values (1);
insert into posts (user_id) values (1), (null);
