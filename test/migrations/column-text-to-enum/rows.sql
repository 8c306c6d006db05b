insert into notes (title, mood) values ('a', 'calm'), ('b', null);
