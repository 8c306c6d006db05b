insert into invoices default values;
insert into orders default values;
