insert into customers (id, name) values (1, 'Ann');
insert into bills (id, number, customer_id) values (1, 'A-1', 1), (2, 'A-2', 1);
insert into bill_lines (bill_id) values (1), (1), (2);
