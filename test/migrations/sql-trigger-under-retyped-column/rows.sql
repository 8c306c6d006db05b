insert into products (stock) values (1), (2);
