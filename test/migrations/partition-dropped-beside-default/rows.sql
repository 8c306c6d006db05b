insert into events (id, happened) values (1, '2025-03-04'), (2, '2026-03-04');
