insert into events values ('a', 'One'), ('b', 'Two');
