insert into products (id, code) values (1, 'AB1'), (2, 'CD22');
