insert into invoices (number) values (1), (2);
