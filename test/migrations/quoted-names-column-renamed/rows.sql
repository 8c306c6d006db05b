insert into "Users" ("createdAt") values ('2026-01-01 00:00+00');
