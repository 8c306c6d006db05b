insert into users (name) values ('Ann'), ('Maximilian the Third');
insert into posts (user_id) values (1), (2), (2);
