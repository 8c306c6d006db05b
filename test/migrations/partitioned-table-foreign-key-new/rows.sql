insert into others default values;
insert into events (id, happened, other_id) values (1, '2025-03-04', 1);
