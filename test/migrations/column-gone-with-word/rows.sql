insert into notes (title, mood) values ('first', 'wild'), ('second', 'calm');
