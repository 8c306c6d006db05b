insert into votes (share, other) values (0, 'x');
