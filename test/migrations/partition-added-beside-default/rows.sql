insert into events (id, happened) values (1, '2025-03-04'), (2, '2020-01-01');
