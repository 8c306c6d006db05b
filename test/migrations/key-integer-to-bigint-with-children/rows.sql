insert into users (name) values ('Ann'), ('Ben');
insert into posts (user_id, reader_id) values (1, 2), (2, null);
insert into badges (user_id) values (2);
