insert into visits (tags, name) values ('{a,b}', 'x');
