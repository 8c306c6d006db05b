insert into notes (mood, name) values ('calm', 'x');
