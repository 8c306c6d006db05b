insert into users (email) values ('ann@example.com');
insert into posts (title, author_id) values ('first', 1), ('second', 2);
