insert into products (code) values ('AB1'), ('CD22');
