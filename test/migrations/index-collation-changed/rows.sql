insert into visits (name) values ('b'), ('A');
