insert into shirts (size, price) values ('small', 5), ('medium', 21), ('large', 30);
