insert into names (first, second, third) values ('one', 'two', 'three'), ('uno', 'due', 'tre');
