insert into notes (title, body) values ('a', '{x}'), ('b', '{x,y}'), ('c', '{}'), ('d', null);
