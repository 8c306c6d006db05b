insert into invoices default values;
