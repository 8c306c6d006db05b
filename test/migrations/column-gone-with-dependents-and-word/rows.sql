insert into moods (name) values ('calm'), ('wild');
insert into notes (title, words, mood) values ('first', 5, 'calm'), ('first', 3, 'wild');
