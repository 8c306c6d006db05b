insert into shirts (size, label) values ('small', 'plain'), ('large', 'plain');
