insert into notes (title, body) values ('One', null), ('Two', 'text');
