insert into users (email) values ('ann@example.com'), ('bob@example.com');
insert into posts (title, author_id) values ('first', 1), ('second', 1), ('third', null);
