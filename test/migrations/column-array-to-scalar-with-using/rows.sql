insert into notes (tags) values ('{red,blue}'), ('{}'), ('{green}');
