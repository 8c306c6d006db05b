insert into shirts (size, other_sizes) values ('small', '{large}'), (default, default);
