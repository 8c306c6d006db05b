insert into accounts (tenant, number, name) values (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c');
insert into entries (tenant, account) values (1, 2), (2, 1), (2, null);
