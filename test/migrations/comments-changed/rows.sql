insert into notes (mood, text) values ('calm', 'x');
