insert into firsts (title) values ('a'), ('b'); insert into seconds (title) values ('c');
