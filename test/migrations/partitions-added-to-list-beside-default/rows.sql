insert into events (id, country, day) values (1, 'de', '2024-02-29'), (2, 'it', '2024-03-01');
