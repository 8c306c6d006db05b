insert into notes (mood) values ('calm'), ('wild'), (default);
