insert into accounts (tenant, number) values (1, 1);
insert into entries (tenant, account) values (1, 1), (null, null);
