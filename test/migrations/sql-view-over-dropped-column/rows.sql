insert into products (code, color) values ('AB1', 'red'), ('CD22', 'blue');
