insert into shop.orders (state) values ('open'), ('paid');
insert into shop.items (order_id) values (1), (2);
