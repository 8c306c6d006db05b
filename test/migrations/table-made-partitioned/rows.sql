insert into events (id, happened) values (1, '2025-03-04');
