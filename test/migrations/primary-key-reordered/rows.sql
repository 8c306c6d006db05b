insert into pages values ('a', 1), ('a', 2);
insert into marks (book, page) values ('a', 1), ('b', null);
