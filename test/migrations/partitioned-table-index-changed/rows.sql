insert into events (id, happened, text) values (1, '2025-03-04', 'a');
