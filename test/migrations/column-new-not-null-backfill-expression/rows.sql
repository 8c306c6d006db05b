insert into people (first, last) values ('Ann', 'Ash'), ('Ben', null), ('', 'Cole');
