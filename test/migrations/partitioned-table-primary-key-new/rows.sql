insert into events values (1, '2025-02-28'), (2, '2024-02-29');
