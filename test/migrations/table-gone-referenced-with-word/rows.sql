insert into users (id, email) values (1, 'ann@example.com');
insert into posts (title, author_id) values ('first', 1), ('second', null);
