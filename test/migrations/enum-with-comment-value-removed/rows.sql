insert into shirts (size) values ('small'), ('large');
