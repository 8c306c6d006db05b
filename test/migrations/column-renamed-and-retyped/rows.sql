insert into items (cents) values (0), (5), (1999);
