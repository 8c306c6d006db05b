insert into "All Events" ("Id", "onDay", "someText") values (1, '2025-03-04', 'a');
