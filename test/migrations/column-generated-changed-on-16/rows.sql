insert into notes (title) values ('One'), ('Two');
