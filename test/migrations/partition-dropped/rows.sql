insert into events (id, happened, text) values (1, '2025-03-04', 'a'), (2, '2026-03-04', 'b');
