insert into users (id, email) values (1, 'ann@example.com'), (2, 'ben@example.com');
insert into memos (id, title, author_id) values (1, 'first', 1), (2, 'second', 1), (3, 'third', 2);
insert into replies (memo_id) values (1), (1), (3);
