insert into shirts (size) values ('small'), (default);
