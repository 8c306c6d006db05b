insert into others values (1);
insert into events values (1, '2025-02-28', 1), (2, '2026-02-28', null);
