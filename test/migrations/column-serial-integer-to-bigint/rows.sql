insert into invoices (text) values ('a'), ('b'), ('c');
