insert into events values (1, '2024-02-29'), (2, '2023-01-01');
