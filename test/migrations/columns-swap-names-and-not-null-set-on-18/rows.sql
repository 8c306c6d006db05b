insert into names (first, last, nick, alias) values ('Ada', 'Lovelace', 'Countess', 'A. A. L.'), ('Alan', 'Turing', 'Prof', 'AMT');
