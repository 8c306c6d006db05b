insert into users (id, mail) values (1, 'ann@example.com'), (2, 'ben@example.com');
insert into posts (writer_id, reader) values (1, 'ben@example.com'), (2, null);
