insert into things (number) values (default), (8);
