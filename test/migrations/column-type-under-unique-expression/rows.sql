insert into scores (rank, season) values (1, 'first'), (-2, 'first'), (1, 'second'), (null, 'second');
