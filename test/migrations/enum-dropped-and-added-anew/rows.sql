insert into shirts (size) values ('small'), (null);
