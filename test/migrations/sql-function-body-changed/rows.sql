insert into notes (title) values (' one '), ('two');
