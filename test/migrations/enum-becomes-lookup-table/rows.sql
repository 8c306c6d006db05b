insert into orders (state) values ('open'), ('paid');
