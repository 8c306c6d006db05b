insert into notes (at) values ('2026-01-01 23:59:59+00'), ('2026-01-01 23:30:00-05'), (null);
