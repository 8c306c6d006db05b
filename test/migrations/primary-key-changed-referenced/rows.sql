insert into users (number, email) values (1, 'ann@example.com'), (2, 'ben@example.com');
insert into posts (user_id) values (1), (2);
